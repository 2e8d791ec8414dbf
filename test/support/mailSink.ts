// A real SMTP server that keeps what it is sent, for tests that read mail as people get it.
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { freePort } from '../../stack/ports.ts';

/** Nothing is made of a mail that it does not hold. */
const asSent = { skipImageLinks: true, skipTextLinks: true, skipTextToHtml: true };

export interface MailSink {
  url: string;
  mails: ParsedMail[];
  close(): Promise<void>;
}

export async function openMailSink(): Promise<MailSink> {
  const mails: ParsedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, _session, taken) {
      simpleParser(stream, asSent).then((mail) => {
        mails.push(mail);
        taken();
      }, taken);
    },
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

export const addressOf = (mail: ParsedMail): string => {
  const to = Array.isArray(mail.to) ? mail.to[0] : mail.to;
  return to?.value[0]?.address ?? '';
};
