// What the do-it-yourself variant of the bench makes, looked at from outside: beside one that made less the product would look slow.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { unzipSync } from 'fflate';
import nodemailer from 'nodemailer';
import pg from 'pg';
import { openDatabase } from '../../db/database.ts';
import { createOwnActivities } from '../../scripts/bench/doItYourself/activities.ts';
import { doItYourselfVariant, ownKeyPassword, ownTaskQueue } from '../../scripts/bench/doItYourself/variant.ts';
import { driveRound } from '../../scripts/bench/driveRound.ts';
import { sampleDocument } from '../../scripts/bench/sampleMilestone.ts';
import { needTools, pdfsig } from '../support/evidenceTools.ts';
import { addressOf, openMailSink } from '../support/mailSink.ts';
import { testDatabase } from '../support/postgres.ts';
import { devServer } from '../support/temporal.ts';

const workflows = new URL('../../scripts/bench/doItYourself/workflow.ts', import.meta.url);

describe('A milestone that is signed off by the usual libraries', () => {
  before(async function () {
    await needTools(this);
  });

  it('leaves rows, a certificate with a signature, twelve mails and an archive, by signals as by updates', async () => {
    const stops: (() => unknown)[] = [];
    try {
      const folder = await mkdtemp(join(tmpdir(), 'own-'));
      stops.push(() => rm(folder, { recursive: true }));
      const mail = await openMailSink();
      stops.push(mail.close);
      const database = await testDatabase();
      stops.push(database.drop);
      const url = `${database.ownerUrl}?options=${encodeURIComponent('-c search_path=own')}`;
      const db = openDatabase(url);
      stops.push(() => db.destroy());
      await db.raw('create schema own');
      const pool = new pg.Pool({ connectionString: url });
      stops.push(() => pool.end());
      const mailer = nodemailer.createTransport({ url: mail.url, pool: true });
      stops.push(() => mailer.close());

      const { connection, namespace, nativeConnection } = await devServer();
      const client = new Client({ connection, namespace });
      const variant = await doItYourselfVariant({ client, db, url, stateFolder: folder });
      const container = await readFile(join(folder, 'signing-key.p12'));
      const worker = await Worker.create({
        ...{ connection: nativeConnection, namespace, taskQueue: ownTaskQueue },
        workflowsPath: fileURLToPath(workflows),
        activities: createOwnActivities({ pool, mailer, folder, signingKey: { container, password: ownKeyPassword } }),
      });
      await worker.runUntil(async () => {
        for (const way of ['signals', 'updates'] as const)
          await driveRound(variant, { prefix: way, milestones: 1, atOnce: 1, way });
      });

      for (const id of ['signals-1', 'updates-1']) {
        const decisions = await db('decisions').where({ milestone_id: id }).pluck('kind');
        // Handlers of signals run side by side.
        assert.deepEqual(decisions.toSorted(), ['feedback', 'signature', 'signature', 'signature', 'validation']);
        const consequences = await db('consequences').where({ milestone_id: id }).orderBy('id').pluck('kind');
        assert.deepEqual(consequences, ['nextPhaseAuthorisation', 'invoiceRelease']);
        assert.equal((await db('milestones').where({ milestone_id: id }).first()).status, 'accepted');

        const pdf = join(folder, 'certificates', `CERT-${id}.pdf`);
        assert.match((await pdfsig(pdf)).output, /Signature is Valid/);
        const { path, sha256 } = await db('archives').where({ milestone_id: id }).first();
        const zip = await readFile(join(folder, path));
        assert.equal(createHash('sha256').update(zip).digest('hex'), sha256);
        const files = unzipSync(zip);
        assert.deepEqual(Buffer.from(files['certificate.pdf'] ?? []), await readFile(pdf));
        assert.equal(Buffer.from(files['documents/bench-design'] ?? []).toString(), sampleDocument);
        assert.equal(JSON.parse(Buffer.from(files['decisions.json'] ?? []).toString()).signature.length, 3);
      }
      const accepted = mail.mails.filter((each) => each.subject === 'Accepted: Detailed design');
      assert.equal(mail.mails.length, 2 * 12);
      assert.equal(new Set(accepted.map(addressOf)).size, 7);
      assert.ok(accepted.every((each) => each.attachments[0]?.content.subarray(0, 5).toString() === '%PDF-'));
    } finally {
      for (const stop of stops.toReversed()) await stop();
    }
  }).timeout(180_000);
});
