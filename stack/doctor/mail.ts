// Mail: whether the server takes it, and whether receivers will believe that it is ours (SPF, DKIM, DMARC).
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Config } from '../../config.ts';
import { senderDomain } from '../../mail/mailSettings.ts';
import { checkMailbox } from '../../mail/replies/mailboxConnection.ts';
import { openTransport } from '../../mail/transport.ts';
import { advice, examined, ill, well, type Finding } from './finding.ts';
import { reasonOf } from '../reasonOf.ts';

export interface ResolveDns {
  resolveTxt(name: string): Promise<string[][]>;
  resolveMx(name: string): Promise<{ exchange: string }[]>;
}

export async function examineMail(smtpUrl: string, config: Config, dns: ResolveDns): Promise<Finding[]> {
  const domain = senderDomain(config.mailFrom);
  const remedy = config.smtpUrl
    ? 'SMTP_URL: correct it; mail waits until then'
    : 'Start the service (npm start), anew where it runs; or set SMTP_URL';
  return [
    ...(await examined('SMTP server', remedy, async () => {
      const transport = openTransport(smtpUrl, config.mailFrom);
      try {
        await transport.check();
      } finally {
        transport.close();
      }
      return [
        config.smtpUrl
          ? well('SMTP server', `${new URL(smtpUrl).host} answers, and takes the login`)
          : advice('SMTP server', 'the mail catcher: no mail leaves this machine', 'SMTP_URL: name an SMTP server'),
      ];
    })),
    ...(config.smtpUrl ? await examineDomain(domain, config, dns) : []),
    ...(config.replies ? await examineReplies(config.replies.domain, dns) : []),
    ...(config.replies?.mailbox ? await examineMailbox(config.replies.mailbox.url) : []),
  ];
}

/** Local names are in no DNS that receivers ask. */
const isLocal = (domain: string): boolean => /(^|\.)(localhost|localdomain|local|test|example|invalid)$/.test(domain);

async function examineDomain(domain: string, config: Config, dns: ResolveDns): Promise<Finding[]> {
  if (isLocal(domain))
    return [
      ill('Sender', `${domain} is no domain that receivers know`, 'MAIL_FROM: use an address of the firm’s domain'),
    ];
  return [await examineSpf(domain, dns), await examineDkim(domain, config, dns), await examineDmarc(domain, dns)];
}

async function examineSpf(domain: string, dns: ResolveDns): Promise<Finding> {
  const spf = (await textsOf(dns, domain)).filter((each) => /^v=spf1(\s|$)/i.test(each));
  const [first] = spf;
  const remedy = `Publish one TXT record for ${domain} that names the SMTP server: "v=spf1 … -all"`;
  if (first === undefined) return ill('SPF', `${domain} says nothing of who may send for it`, remedy);
  if (spf.length > 1) return ill('SPF', `${domain} has ${spf.length} records, so receivers use none`, remedy);
  return /[+?]all\b/i.test(first) ? advice('SPF', `"${first}" lets everybody send`, remedy) : well('SPF', first);
}

async function examineDkim(domain: string, { dkim }: Config, dns: ResolveDns): Promise<Finding> {
  if (!dkim)
    return advice(
      'DKIM',
      'this service does not sign its mail',
      'Have the SMTP server sign it, or set MAIL_DKIM_KEY_FILE and MAIL_DKIM_SELECTOR',
    );
  const name = `${dkim.selector}._domainkey.${domain}`;
  const pem = await readFile(dkim.keyFile, 'utf8').catch((error: unknown) => reasonOf(error));
  if (!pem.includes('PRIVATE KEY')) return ill('DKIM', pem, 'MAIL_DKIM_KEY_FILE: name a file that can be read');
  const own = createPublicKey(createPrivateKey(pem)).export({ format: 'der', type: 'spki' }).toString('base64');
  const published = (await textsOf(dns, name)).map((each) =>
    /\bp=([A-Za-z0-9+/=\s]*)/.exec(each)?.[1]?.replace(/\s/g, ''),
  );
  if (published.includes(own)) return well('DKIM', `${name} holds the key that mail is signed by`);
  const says = published.some((each) => each !== undefined) ? 'holds another key' : 'is not published';
  return ill('DKIM', `${name} ${says}`, `Publish there the TXT record "v=DKIM1; k=rsa; p=${own}"`);
}

async function examineDmarc(domain: string, dns: ResolveDns): Promise<Finding> {
  // RFC 7489, 6.6.3: that of the domain itself, else of the one it belongs to.
  const names = [domain, domain.split('.').slice(-2).join('.')];
  for (const name of new Set(names)) {
    const found = (await textsOf(dns, `_dmarc.${name}`)).find((each) => /^v=DMARC1\b/i.test(each));
    if (found) return well('DMARC', found);
  }
  return advice(
    'DMARC',
    `${domain} has none: large receivers take less of its mail`,
    `Publish a TXT record for _dmarc.${domain}: "v=DMARC1; p=none; rua=mailto:…" to begin with`,
  );
}

async function examineReplies(domain: string, dns: ResolveDns): Promise<Finding[]> {
  if (isLocal(domain))
    return [
      advice(
        'Replies',
        `${domain} is reached from this machine alone`,
        'REPLY_DOMAIN: name a host that has an MX record',
      ),
    ];
  const found = await dns.resolveMx(domain).catch(() => []);
  return [
    found.length > 0
      ? well('Replies', `${domain} is received by ${found.map(({ exchange }) => exchange).join(', ')}`)
      : ill(
          'Replies',
          `${domain} has no MX record, so no reply and no returned mail arrives`,
          `Publish one that names where REPLY_SMTP_PORT or the mailbox of REPLY_IMAP_URL is`,
        ),
  ];
}

const examineMailbox = (url: string): Promise<Finding[]> =>
  examined(
    'Mailbox',
    'REPLY_IMAP_URL: name one that opens, with its login; replies wait in it until then',
    async () => {
      await checkMailbox(url);
      return [well('Mailbox', `${new URL(url).host} lets replies be fetched`)];
    },
  );

const textsOf = async (dns: ResolveDns, name: string): Promise<string[]> =>
  (await dns.resolveTxt(name).catch(() => [])).map((parts) => parts.join(''));
