// The mail that says that somebody opened an engagement in an emergency.
import type { Opening } from '../domain/access/restrictions.ts';
import { plainMail } from './plainMail.ts';
import type { RenderedMail } from './renderMail.ts';

export function openingNotice(
  { name, address, reason, openedAt, endsAt }: Opening,
  engagementName: string,
): RenderedMail {
  const lines = [
    `${name} <${address}> opened ${engagementName} for reading at ${openedAt}, until ${endsAt}, although it is not theirs to see.`,
    `The reason they gave: ${reason}`,
    'What they read is on record, where whoever keeps the service running can list it (GET /openings). If this should not be, have their session ended: npm run people -- sessions.',
    'You get this as the engagement sponsor, or as a records officer.',
  ];
  return plainMail(`Opened in an emergency: ${engagementName}`, lines);
}
