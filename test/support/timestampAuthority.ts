// A timestamp authority of RFC 3161 for tests: `openssl ts` behind a small HTTP server, with a root of its own.
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';

const execute = promisify(execFile);

export interface TimestampAuthority {
  url: string;
  /** PEM of the root that its certificate hangs from. */
  root: string;
  /** PEM of its own certificate, for whoever asks of one below a root whether it was revoked: nobody could tell them. */
  certificate: string;
  /** How many requests came in, answered or not. */
  readonly requests: number;
  /** While true, every request is answered with 503. */
  isDown: boolean;
  stop(): Promise<void>;
}

const settings = (folder: string): string => `
[ req ]
distinguished_name = name
prompt = no
[ name ]
CN = Timestamp Root Sample
[ root ]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[ authority ]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[ tsa ]
default_tsa = tsa_config
[ tsa_config ]
serial = ${folder}/serial
crypto_device = builtin
signer_cert = ${folder}/authority.pem
certs = ${folder}/root.pem
signer_key = ${folder}/authority.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ordering = no
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
`;

export async function startTimestampAuthority(): Promise<TimestampAuthority> {
  const folder = await mkdtemp(join(tmpdir(), 'timestamp-authority-'));
  const openssl = (...args: string[]) => execute('openssl', args, { cwd: folder });
  await writeFile(join(folder, 'settings'), settings(folder));
  await writeFile(join(folder, 'serial'), '01\n');
  const newKey = ['-newkey', 'rsa:2048', '-nodes', '-config', 'settings'];
  const keys = ['root', 'authority'].map((name) => ['-keyout', `${name}.key`, '-out', `${name}.pem`]);
  await openssl('req', '-x509', ...newKey, ...(keys[0] ?? []), '-days', '3650', '-extensions', 'root');
  await openssl(
    'req',
    '-new',
    ...newKey,
    '-keyout',
    'authority.key',
    '-out',
    'request.pem',
    '-subj',
    '/CN=Timestamp Authority Sample',
  );
  await openssl(
    ...['x509', '-req', '-in', 'request.pem', '-CA', 'root.pem', '-CAkey', 'root.key', '-set_serial', '2'],
    ...['-days', '3650', '-extfile', 'settings', '-extensions', 'authority', '-out', 'authority.pem'],
  );
  let requests = 0;
  const authority = {
    isDown: false,
    get requests() {
      return requests;
    },
  };
  const server = createServer((request, response) => {
    requests += 1;
    const query = join(folder, `query-${requests}`);
    const reply = join(folder, `reply-${requests}`);
    void (async () => {
      const asked = await buffer(request);
      if (authority.isDown) return response.writeHead(503).end();
      await writeFile(query, asked);
      await openssl('ts', '-reply', '-config', 'settings', '-queryfile', query, '-out', reply);
      return response.writeHead(200, { 'Content-Type': 'application/timestamp-reply' }).end(await readFile(reply));
    })().catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(authority, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    root: await readFile(join(folder, 'root.pem'), 'utf8'),
    certificate: await readFile(join(folder, 'authority.pem'), 'utf8'),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  });
}
