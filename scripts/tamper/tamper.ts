// `npm run tamper`: each forgery we know of, tried against a milestone on a stack of its own, and what finds it.
import { Installation } from '../../test/stack/service.ts';
import { freePort } from '../../stack/ports.ts';
import { tamperWith } from './tamperWith.ts';

async function run(): Promise<void> {
  const started = Date.now();
  let unfound = 0;
  const installation = await Installation.create();
  Object.assign(installation.env, { REPLY_DOMAIN: 'reply.localhost', REPLY_SMTP_PORT: `${await freePort()}` });
  try {
    console.log('Starting a stack of its own, and taking a milestone to formal sign-off …');
    await installation.startAndWait();
    for await (const { who, tries, found, error } of tamperWith(installation)) {
      if (found === undefined) unfound += 1;
      console.log(`\n${who}\n  tries: ${tries}\n  ${found === undefined ? `NOT FOUND: ${error}` : `found: ${found}`}`);
    }
  } finally {
    await installation.remove();
  }
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(`\n${unfound === 0 ? 'Each was found' : `${unfound} not found`}, in ${seconds} s.`);
  process.exitCode = unfound === 0 ? 0 : 1;
}

run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
