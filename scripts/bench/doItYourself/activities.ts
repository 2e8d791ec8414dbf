// The do-it-yourself variant's effects, each by the library that is usual for it: pg, nodemailer, pdfmake, @signpdf and yazl.
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { plainAddPlaceholder } from '@signpdf/placeholder-plain';
import { P12Signer } from '@signpdf/signer-p12';
import { SignPdf } from '@signpdf/signpdf';
import type { Transporter } from 'nodemailer';
import type { Pool } from 'pg';
import yazl from 'yazl';
import type { Engagement } from '../../../domain/terms/engagement.ts';
import { certificatePdf } from './certificatePages.ts';
import type { CertificateFacts, Decisions, IssuedCertificate, OwnInput } from './ownMilestone.ts';

export interface OwnMeans {
  pool: Pool;
  mailer: Transporter;
  /** Holds `documents/` with what was uploaded; certificates and archives are put beside it. */
  folder: string;
  signingKey: { container: Buffer; password: string };
}

interface Mailing {
  milestoneId: string;
  engagement: Engagement;
  title: string;
  personIds: string[];
}

const sender = 'sign-off@firm.example';

export async function createOwnTables(pool: Pool): Promise<void> {
  const own = 'id bigint generated always as identity primary key, created_at timestamptz not null default now()';
  await pool.query(`
    create table milestones (milestone_id text primary key, status text not null, plan jsonb not null, package jsonb not null);
    create table decisions (${own}, milestone_id text not null references milestones, kind text not null, content jsonb not null);
    create table certificates (${own}, milestone_id text not null references milestones, number text not null unique, sha256 text not null);
    create table consequences (${own}, milestone_id text not null references milestones, kind text not null, content jsonb not null);
    create table archives (${own}, milestone_id text not null references milestones, path text not null, sha256 text not null);
  `);
}

export function createOwnActivities({ pool, mailer, folder, signingKey }: OwnMeans) {
  const at = (path: string): string => join(folder, path);
  const setStatus = (milestoneId: string, status: string) =>
    pool.query('update milestones set status = $2 where milestone_id = $1', [milestoneId, status]);
  const mailEach = async ({ engagement, personIds }: Mailing, mail: object): Promise<void> => {
    for (const { name, email } of engagement.people.filter((each) => personIds.includes(each.personId)))
      await mailer.sendMail({ ...mail, from: sender, to: { name, address: email } });
  };
  return {
    async recordDecision(decision: { milestoneId: string; kind: string; content: unknown }): Promise<void> {
      const { milestoneId, kind, content } = decision;
      const statement = 'insert into decisions (milestone_id, kind, content) values ($1, $2, $3)';
      await pool.query(statement, [milestoneId, kind, JSON.stringify(content)]);
    },

    async sendRequests(mailing: Mailing & { what: string }): Promise<void> {
      const { milestoneId, engagement, title, what } = mailing;
      const address = `https://sign-off.firm.example/milestones/${milestoneId}`;
      await mailEach(mailing, {
        subject: `${what}: ${title}`,
        text: `${engagement.firm} asks you to act on "${title}" of ${engagement.name}.\n\n${what} here: ${address}\n`,
        html: `<p>${engagement.firm} asks you to act on “${title}” of ${engagement.name}.</p><p><a href="${address}">${what}</a></p>`,
      });
    },

    async issueCertificate(input: OwnInput & { decisions: Decisions }): Promise<IssuedCertificate> {
      const { milestoneId, plan } = input;
      const number = `CERT-${milestoneId}`;
      const facts: CertificateFacts = { ...input, number, issuedAt: new Date().toISOString() };
      const placed = plainAddPlaceholder({
        pdfBuffer: await certificatePdf(facts),
        reason: `Acceptance of ${plan.title}`,
        contactInfo: sender,
        name: input.engagement.firm,
        location: '',
      });
      const { container, password } = signingKey;
      const pdf = await new SignPdf().sign(placed, new P12Signer(container, { passphrase: password }));
      const sha256 = createHash('sha256').update(pdf).digest('hex');
      await mkdir(at('certificates'), { recursive: true });
      const path = `certificates/${number}`;
      await writeFile(at(`${path}.pdf`), pdf);
      await writeFile(at(`${path}.json`), JSON.stringify(facts));
      const statement = 'insert into certificates (milestone_id, number, sha256) values ($1, $2, $3)';
      await pool.query(statement, [milestoneId, number, sha256]);
      return { number, path, sha256 };
    },

    /** What the acceptance lets others do. */
    async recordConsequences({ milestoneId, certificate, plan }: Consequences): Promise<void> {
      for (const [kind, content] of [
        ['nextPhaseAuthorisation', { phase: plan.nextPhase, certificateNumber: certificate.number }],
        ['invoiceRelease', { value: plan.value, certificateNumber: certificate.number }],
      ] as const) {
        const statement = 'insert into consequences (milestone_id, kind, content) values ($1, $2, $3)';
        await pool.query(statement, [milestoneId, kind, JSON.stringify(content)]);
      }
    },

    async archive(input: OwnInput & { decisions: Decisions; certificate: IssuedCertificate }): Promise<void> {
      const { milestoneId, certificate } = input;
      const zip = new yazl.ZipFile();
      const add = (content: object, name: string) => zip.addBuffer(Buffer.from(JSON.stringify(content)), name);
      add(input.package, 'package.json');
      add(input.decisions, 'decisions.json');
      zip.addFile(at(`${certificate.path}.pdf`), 'certificate.pdf');
      zip.addFile(at(`${certificate.path}.json`), 'certificate.json');
      for (const documentId of input.package.deliverables.flatMap((each) => each.documentIds))
        zip.addFile(at(`documents/${documentId}`), `documents/${documentId}`);
      zip.end();
      await mkdir(at('archives'), { recursive: true });
      const path = `archives/${certificate.number}.zip`;
      await pipeline(zip.outputStream, createWriteStream(at(path)));
      const sha256 = createHash('sha256')
        .update(await readFile(at(path)))
        .digest('hex');
      const statement = 'insert into archives (milestone_id, path, sha256) values ($1, $2, $3)';
      await pool.query(statement, [milestoneId, path, sha256]);
    },

    async sendCertificate(mailing: Mailing & { certificate: IssuedCertificate }): Promise<void> {
      const { milestoneId, title, certificate } = mailing;
      await mailEach(mailing, {
        subject: `Accepted: ${title}`,
        text: `"${title}" is accepted. The certificate ${certificate.number} is attached.\n`,
        html: `<p>“${title}” is accepted. The certificate ${certificate.number} is attached.</p>`,
        attachments: [{ filename: `${certificate.number}.pdf`, path: at(`${certificate.path}.pdf`) }],
      });
      await setStatus(milestoneId, 'accepted');
    },
  };
}

interface Consequences {
  milestoneId: string;
  certificate: IssuedCertificate;
  plan: OwnInput['plan'];
}

export type OwnActivities = ReturnType<typeof createOwnActivities>;
