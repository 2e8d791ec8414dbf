// `npm run doctor`: of each thing that can be wrong, that it is found, and what is said to be done.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import hoodiecrow from 'hoodiecrow-imap';
import forge from 'node-forge';
import { loadConfig, type Config } from '../../config.ts';
import { openDatabase } from '../../db/database.ts';
import { asJob } from '../../db/inScope.ts';
import { integrateLog } from '../../db/merkleLog.ts';
import { openLogSigner } from '../../evidence/ledger/logSigner.ts';
import { examineCertificates } from '../../stack/doctor/certificates.ts';
import { examineDatabase } from '../../stack/doctor/database.ts';
import { examineAll, printed } from '../../stack/doctor/examine.ts';
import { ending, examined, type Finding } from '../../stack/doctor/finding.ts';
import { examineKeys } from '../../stack/doctor/keys.ts';
import { examineMachine, examineNode, ofRoom } from '../../stack/doctor/machine.ts';
import { examineMail, type ResolveDns } from '../../stack/doctor/mail.ts';
import { examineTemporal } from '../../stack/doctor/temporal.ts';
import { loadTemporalConfig } from '../../temporal.config.ts';
import { openMailSink, type MailSink } from '../support/mailSink.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { devServer } from '../support/temporal.ts';

const of = (found: readonly Finding[], subject: string): Finding => {
  const each = found.find((one) => one.subject === subject);
  assert.ok(each, `${subject} is not among ${found.map((one) => one.subject).join(', ')}`);
  return each;
};
const verdict = (found: readonly Finding[], subject: string): string => of(found, subject).verdict;
const now = new Date();

/** For 90 days from now, as PEM. */
function selfSigned(): { cert: string; key: string } {
  const { privateKey, publicKey } = forge.pki.rsa.generateKeyPair(2048);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = publicKey;
  certificate.serialNumber = '01';
  certificate.validity.notBefore = now;
  certificate.validity.notAfter = new Date(now.getTime() + 90 * 86_400_000);
  const name = [{ name: 'commonName', value: 'localhost' }];
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.sign(privateKey, forge.md.sha256.create());
  return { cert: forge.pki.certificateToPem(certificate), key: forge.pki.privateKeyToPem(privateKey) };
}

describe('npm run doctor', () => {
  let folder: string;
  let config: Config;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'doctor-test-'));
    config = loadConfig({ STATE_FOLDER: folder });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('says of a version of Node whether its makers still mend it', () => {
    assert.equal(examineNode('24.1.0', new Date('2026-11-01')).verdict, 'well');
    assert.match(examineNode('20.19.0', new Date('2026-11-01')).says, /since 2026-04-30/);
    assert.equal(examineNode('20.19.0', new Date('2026-04-30')).verdict, 'well');
    assert.equal(examineNode('23.0.0', new Date('2026-11-01')).verdict, 'advice');
  });

  it('finds a state folder and key files that others may read', async () => {
    assert.equal(verdict(await examineMachine(config, now), 'State folder'), 'well');
    assert.equal(verdict(await examineKeys(undefined, config, now), 'Key files'), 'well');
    await chmod(folder, 0o755);
    await writeFile(config.logKeyFile, 'key', { mode: 0o640 });
    assert.match(of(await examineMachine(config, now), 'State folder').remedy ?? '', /^chmod 700 /);
    assert.equal(of(await examineKeys(undefined, config, now), 'Key files').remedy, `chmod 600 ${config.logKeyFile}`);
  });

  it('finds a disk that is full, or soon is, and where the data of PostgreSQL is led to as well', async () => {
    const room = (gibibytes: number, share: number) => ofRoom('Room on disk', '/state', { gibibytes, share });
    assert.deepEqual(
      [room(0.5, 0.5), room(4, 0.5), room(50, 0.05), room(50, 0.5)].map((each) => each.verdict),
      ['ill', 'advice', 'advice', 'well'],
    );
    assert.match(
      `${room(0.5, 0.01).says}; ${room(0.5, 0.01).remedy}`,
      /^0\.5 GiB free \(1 %\) under \/state; Make room/,
    );
    const elsewhere = await mkdtemp(join(tmpdir(), 'doctor-data-'));
    await symlink(elsewhere, join(folder, 'postgres'));
    const rooms = (await examineMachine(config, now)).filter(({ subject }) => subject === 'Room on disk');
    assert.deepEqual(
      rooms.map(({ says }) => says.split(' under ')[1]),
      [config.stateFolder, await realpath(elsewhere)],
    );
    await rm(elsewhere, { recursive: true });
  });

  it('finds a state folder that this user may not write to', async function () {
    // Root may write to any.
    if (process.getuid?.() === 0) return this.skip();
    await chmod(folder, 0o500);
    const { verdict: how, remedy } = of(await examineMachine(config, now), 'State folder');
    await chmod(folder, 0o700);
    assert.deepEqual([how, remedy], ['ill', 'STATE_FOLDER: name a folder that this user may write to']);
  });

  it('says when something ends, in time', () => {
    const how = { soonDays: 60, remedy: 'renew it' };
    const end = (days: number) => ending('Seal', 'of a firm', new Date(now.getTime() + days * 86_400_000), now, how);
    assert.deepEqual(
      [end(61), end(59), end(-1)].map((each) => each.verdict),
      ['well', 'advice', 'ill'],
    );
    assert.match(end(59).says, /in 59 days/);
  });

  it('finds certificates of pages, of replies and for Temporal that browsers and servers will not take much longer', async () => {
    const { cert, key } = selfSigned();
    const file = join(folder, 'chain.pem');
    await writeFile(file, cert);
    const site = createServer({ cert, key }).listen(0, '127.0.0.1');
    await once(site, 'listening');
    const replies = { REPLY_DOMAIN: 'reply.firm.eu', REPLY_SMTP_PORT: '2525', REPLY_TLS_KEY_FILE: file };
    config = loadConfig({
      ...replies,
      PUBLIC_URL: `https://localhost:${(site.address() as AddressInfo).port}`,
      REPLY_TLS_CERT_FILE: file,
    });
    const temporal = loadTemporalConfig({ TEMPORAL_ADDRESS: 'temporal.firm.eu:7233' });
    const tls = { clientCertPair: { crt: Buffer.from(cert), key: Buffer.from(key) } };
    const on = (days: number) =>
      examineCertificates(
        config,
        { ...temporal, connection: { ...temporal.connection, tls } },
        new Date(now.getTime() + days * 86_400_000),
      );
    const subjects = ['Certificate of pages', 'Certificate for replies', 'Certificate for Temporal'];
    const verdicts = async (days: number) => {
      const found = await on(days);
      return subjects.map((each) => verdict(found, each));
    };
    assert.deepEqual(await verdicts(0), ['ill', 'well', 'well']);
    assert.match(
      of(await on(0), 'Certificate of pages').says,
      /do not trust that of localhost \(DEPTH_ZERO_SELF_SIGNED_CERT\)/,
    );
    assert.deepEqual(await verdicts(80), ['ill', 'advice', 'advice']);
    assert.deepEqual(await verdicts(91), ['ill', 'ill', 'ill']);
    assert.match(of(await on(91), 'Certificate of pages').says, /of localhost ended on /);
    site.close();
    await once(site, 'close');
    assert.match(of(await on(0), 'Certificate of pages').says, /ECONNREFUSED/);
    assert.deepEqual(await examineCertificates(loadConfig({}), temporal, now), []);
  });

  it('finds what throws, and what does not come to an end', async () => {
    const thrown = await examined('It', 'mend it', () => Promise.reject(new AggregateError([new Error('first')])));
    assert.deepEqual(thrown, [{ subject: 'It', verdict: 'ill', says: 'first', remedy: 'mend it' }]);
    const pool = Object.assign(
      new Error('Knex: Timeout acquiring a connection. Are you missing a .transacting(trx) call?'),
      {
        name: 'KnexTimeoutError',
      },
    );
    const [full] = await examined('It', 'mend it', () => Promise.reject(pool));
    assert.equal(full?.says, 'no connection within 10 s', 'in words for whoever runs the service');
    const [endless] = await examined('It', 'mend it', () => new Promise(() => undefined), 20);
    assert.match(endless?.says ?? '', /no answer within 0.02 s/);
  });

  it('changes nothing where nothing was started, and says so', async () => {
    config = loadConfig({ STATE_FOLDER: join(folder, 'not yet'), TEMPORAL_PORT: '9', MAIL_SMTP_PORT: '9', PORT: '9' });
    const found = await examineAll(config, { ...loadTemporalConfig({}, 9), isGiven: false }, now);
    assert.equal(verdict(found, 'State folder'), 'advice');
    assert.equal(verdict(found, 'Document store'), 'advice');
    for (const each of ['PostgreSQL', 'SMTP server', 'Temporal', 'Service'])
      assert.match(of(found, each).remedy ?? '', /npm start/, each);
    assert.doesNotMatch(of(found, 'Service').says, /^fetch failed/, 'why it failed is said');
    assert.deepEqual(await readdir(folder), []);
    assert.match(printed(found).at(-1) ?? '', /^\d+ well, \d+ to think about, 4 to mend$/);
    for (const { verdict: how, remedy } of found) assert.equal(remedy === undefined, how === 'well');
  });
});

describe('npm run doctor, of the database', () => {
  let database: TestDatabase;
  let folder: string;
  let config: Config;
  before(async () => {
    database = await testDatabase();
    folder = await mkdtemp(join(tmpdir(), 'doctor-test-'));
    config = loadConfig({ STATE_FOLDER: folder, DATABASE_URL: database.url });
  });
  after(async () => {
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });
  const addresses = () => ({ service: database.url, owner: database.ownerUrl });

  it('finds a server that loses what it said was on record, as those of tests do', async () => {
    const found = await examineDatabase(addresses(), config, now);
    assert.match(of(found, 'Connections').says, /^\d+ left/);
    assert.match(of(found, 'What it answers').says, /fsync and synchronous_commit is off/);
    for (const each of ['PostgreSQL', 'Encoding', 'Schema', 'Rights of the service', 'What is in the way'])
      assert.equal(verdict(found, each), 'well', each);
  });

  it('finds clocks that are apart', async () => {
    const found = await examineDatabase(addresses(), config, new Date(Date.now() - 300_000));
    assert.match(of(found, 'Clocks').says, /is 300 s away/);
  });

  it('finds a service that owns its tables and goes past row-level security', async () => {
    const found = await examineDatabase({ service: database.ownerUrl, owner: undefined }, config, now);
    assert.match(of(found, 'Rights of the service').remedy ?? '', /nobypassrls/);
  });

  it('finds a schema of a newer release', async () => {
    const owner = openDatabase(database.ownerUrl, { poolSize: 1 });
    await owner('knex_migrations').insert({ name: '9999-of-tomorrow', batch: 2, migration_time: now });
    assert.match(of(await examineDatabase(addresses(), config, now), 'Schema').says, /has 9999-of-tomorrow/);
    await owner('knex_migrations').where({ name: '9999-of-tomorrow' }).delete();
    await owner.destroy();
  });

  it('finds a log that another key signed', async () => {
    const { db } = database;
    const mine = await openLogSigner(config.logKeyFile, 'example.com/log');
    assert.match(of(await examineKeys(database.url, config, now), 'Key of the log').says, /nothing has been signed/);
    await db.raw(`select append_audit('service:doctor', array['{"type":"tried"}'])`);
    await integrateLog(asJob(db, 'logKeeper'), mine);
    assert.match(
      of(await examineKeys(database.url, config, now), 'Key of the log').says,
      /signed the newest checkpoint, of 1/,
    );
    await rm(config.logKeyFile);
    assert.match(of(await examineKeys(database.url, config, now), 'Key of the log').says, /is not there/);
    await openLogSigner(config.logKeyFile, 'example.com/log');
    assert.match(of(await examineKeys(database.url, config, now), 'Key of the log').says, /did not sign/);
  });

  it('says what was given up, by kind', async () => {
    const owner = openDatabase(database.ownerUrl, { poolSize: 1 });
    const effect = { kind: 'fileRemoval', reference: 'a file', status: 'failed', failed_at: now, last_error: 'away' };
    await owner('outbox').insert(effect);
    await owner.destroy();
    const found = await examineDatabase(addresses(), config, now);
    assert.match(of(found, 'What was given up').says, /^1 of kind fileRemoval since /);
    assert.match(of(found, 'What is in the way').says, /^fileRemoval, since /);
  });
});

describe('npm run doctor, of Temporal', function () {
  this.timeout(60_000);
  it('finds that no worker asks for work, and knows the namespace and its columns', async () => {
    const { connection, namespace } = await devServer();
    const address = connection.options.address;
    const temporal = {
      isGiven: true,
      connection: { address, tls: null, metadata: {} },
      namespace: namespace ?? 'default',
    };
    const found = await examineTemporal(temporal);
    assert.equal(verdict(found, 'Temporal'), 'well');
    assert.equal(verdict(found, 'Search attributes'), 'well');
    const other = await examineTemporal({ ...temporal, namespace: 'nobody-made-it' });
    const { says, remedy } = of(other, 'Namespace');
    assert.match(`${says}; ${remedy}`, /^Namespace nobody-made-it is not found\.; TEMPORAL_NAMESPACE: name one/);
    assert.deepEqual(
      other.map(({ subject }) => subject),
      ['Temporal', 'Namespace'],
      'and nothing that follows from it',
    );
    const nowhere = await examineTemporal({
      ...temporal,
      connection: { ...temporal.connection, address: '127.0.0.1:9' },
    });
    assert.match(of(nowhere, 'Temporal').says, /^none answers at 127\.0\.0\.1:9: /);
  });
});

describe('npm run doctor, of mail', () => {
  let sink: MailSink;
  let folder: string;
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const published = keys.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  before(async () => {
    sink = await openMailSink();
    folder = await mkdtemp(join(tmpdir(), 'doctor-test-'));
    await writeFile(join(folder, 'dkim.pem'), keys.privateKey.export({ format: 'pem', type: 'pkcs8' }), {
      mode: 0o600,
    });
  });
  after(async () => {
    await sink.close();
    await rm(folder, { recursive: true, force: true });
  });

  const dnsOf = (texts: Record<string, string[]>, mx: string[] = []): ResolveDns => ({
    resolveTxt: async (name) => (texts[name] ?? []).map((each) => [each.slice(0, 200), each.slice(200)]),
    resolveMx: async () => mx.map((exchange) => ({ exchange })),
  });
  const examine = (texts: Record<string, string[]>, changes: Record<string, string> = {}, mx: string[] = []) =>
    examineMail(
      sink.url,
      loadConfig({
        SMTP_URL: sink.url,
        MAIL_FROM: 'Sign-Off <sign-off@mail.firm.eu>',
        MAIL_DKIM_KEY_FILE: join(folder, 'dkim.pem'),
        MAIL_DKIM_SELECTOR: 's1',
        ...changes,
      }),
      dnsOf(texts, mx),
    );

  it('finds nothing to mend where all is published', async () => {
    const found = await examine(
      {
        'mail.firm.eu': ['v=spf1 ip4:192.0.2.1 -all', 'something else'],
        's1._domainkey.mail.firm.eu': [`v=DKIM1; k=rsa; p=${published}`],
        '_dmarc.firm.eu': ['v=DMARC1; p=reject'],
      },
      { REPLY_DOMAIN: 'reply.firm.eu', REPLY_SMTP_PORT: '2525' },
      ['mx.firm.eu'],
    );
    assert.deepEqual(
      found.map(({ subject, verdict: how }) => [subject, how]),
      ['SMTP server', 'SPF', 'DKIM', 'DMARC', 'Replies'].map((each) => [each, 'well']),
    );
  });

  it('finds what is missing, and says what to publish', async () => {
    const found = await examine({}, { REPLY_DOMAIN: 'reply.firm.eu', REPLY_SMTP_PORT: '2525' });
    assert.deepEqual(
      ['SPF', 'DKIM', 'DMARC', 'Replies'].map((each) => verdict(found, each)),
      ['ill', 'ill', 'advice', 'ill'],
    );
    assert.ok(of(found, 'DKIM').remedy?.includes(published));
  });

  it('finds a record that helps nobody', async () => {
    const found = await examine({
      'mail.firm.eu': ['v=spf1 +all'],
      's1._domainkey.mail.firm.eu': ['v=DKIM1; k=rsa; p=AAAA'],
    });
    assert.match(of(found, 'SPF').says, /lets everybody send/);
    assert.match(of(found, 'DKIM').says, /holds another key/);
    const twice = await examine({ 'mail.firm.eu': ['v=spf1 -all', 'v=spf1 ~all'] });
    assert.match(of(twice, 'SPF').says, /2 records/);
  });

  it('finds a mailbox for replies that does not open, and one that does', async () => {
    const imap = hoodiecrow({ plugins: ['ID', 'UNSELECT', 'UIDPLUS'], users: { replies: { password: 'right' } } });
    await new Promise<void>((resolve) => imap.listen(0, resolve));
    const { port } = imap.server.address() as AddressInfo;
    const mailbox = async (password: string) =>
      of(
        await examine(
          {},
          { REPLY_DOMAIN: 'reply.firm.eu', REPLY_IMAP_URL: `imap://replies:${password}@127.0.0.1:${port}/INBOX` },
          ['mx.firm.eu'],
        ),
        'Mailbox',
      );
    assert.equal((await mailbox('right')).verdict, 'well');
    const wrong = await mailbox('wrong');
    assert.equal(wrong.verdict, 'ill');
    assert.match(wrong.remedy ?? '', /REPLY_IMAP_URL/);
    assert.ok(!JSON.stringify(wrong).includes('wrong@'));
    imap.server.close();
  });

  it('finds a sender that no receiver knows', async () => {
    assert.match(
      of(await examine({}, { MAIL_FROM: 'sign-off@localhost.localdomain' }), 'Sender').remedy ?? '',
      /MAIL_FROM/,
    );
  });
});
