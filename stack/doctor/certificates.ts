// Certificates that the seal has no part in: of the pages, of what listens for replies, and of this service with Temporal.
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:tls';
import type { Config } from '../../config.ts';
import type { TemporalConfig } from '../../temporal.config.ts';
import { ending, examined, ill, type Finding } from './finding.ts';

/** Most are renewed by machines, a month before they end. */
const soonDays = 21;

export async function examineCertificates(
  { publicUrl, replies }: Config,
  { connection }: TemporalConfig,
  now: Date,
): Promise<Finding[]> {
  const certFile = replies?.smtp?.certFile;
  const { tls } = connection;
  const ofClient = tls && typeof tls === 'object' ? tls.clientCertPair?.crt : undefined;
  return [
    ...(publicUrl.startsWith('https:')
      ? await examined('Certificate of pages', 'PUBLIC_URL: name an address whose TLS a proxy ends', () =>
          examineSite(new URL(publicUrl), now),
        )
      : []),
    ...(certFile === undefined
      ? []
      : await examined('Certificate for replies', 'REPLY_TLS_CERT_FILE: name a PEM certificate chain', async () => [
          endOf(await readFile(certFile), now, {
            subject: 'Certificate for replies',
            what: certFile,
            remedy: 'REPLY_TLS_CERT_FILE: have it renewed',
          }),
        ])),
    ...(ofClient === undefined
      ? []
      : await examined(
          'Certificate for Temporal',
          'TEMPORAL_TLS_CLIENT_CERT_PATH: name a PEM certificate chain',
          async () => [
            endOf(Buffer.from(ofClient), now, {
              subject: 'Certificate for Temporal',
              what: 'by which this service is known to Temporal',
              remedy: 'TEMPORAL_TLS_CLIENT_CERT_PATH: have it renewed, and have the namespace trust its issuer',
            }),
          ],
        )),
  ];
}

const endOf = (
  pem: Buffer,
  now: Date,
  { subject, what, remedy }: { subject: string; what: string; remedy: string },
): Finding => ending(subject, what, new Date(new X509Certificate(pem).validTo), now, { soonDays, remedy });

/** As a browser meets it: one that it would warn of is named with its reason. */
export async function examineSite({ hostname, port }: URL, now: Date): Promise<Finding[]> {
  const subject = 'Certificate of pages';
  const remedy = 'Have it renewed, or put right, at the proxy that ends TLS for PUBLIC_URL';
  const socket = connect({
    ...{ host: hostname, port: Number(port) || 443, servername: hostname, timeout: 10_000 },
    // It is looked at, and nothing is sent.
    rejectUnauthorized: false,
  });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('secureConnect', resolve).once('error', reject);
      socket.once('timeout', () => reject(new Error('no answer within 10 s')));
    });
    const until = new Date(socket.getPeerCertificate().valid_to);
    const end = ending(subject, `of ${hostname}`, until, now, { soonDays, remedy });
    if (socket.authorized || end.verdict === 'ill') return [end];
    return [ill(subject, `browsers do not trust that of ${hostname} (${String(socket.authorizationError)})`, remedy)];
  } finally {
    socket.destroy();
  }
}
