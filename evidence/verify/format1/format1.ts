// The reader of record format 1, from the outside in: seal, chains, log, and that the record is what was sealed. Frozen.
import canonicalize from 'canonicalize';
import { isSame } from '../../ledger/merkleTree.ts';
import { toHex, type Checkpoint, type LogKey } from '../../ledger/checkpoint.ts';
import { BagError, bytesOf, jsonOf, linesOf, textOf, type Bag, type Primitives } from '../bag.ts';
import { manifestOf } from '../fixity.ts';
import { hexDigestOf } from '../hashing.ts';
import type { Receipt } from '../receipt.ts';
import type { Check, RecordFormat } from '../recordFormat.ts';
import { attachmentOf, checkSeal, type CheckedSeal } from '../sealedPdf.ts';
import { checkAuditLog, checkEvents, type AuditLog, type Events } from './chains.ts';
import { factsOf, type Facts } from './facts.ts';
import {
  digestedText,
  earlierCertificates,
  earlierFiles,
  filesThatFollow,
  fixedFiles,
  sourceDocuments,
} from './files.ts';
import {
  checkCheckpoint,
  checkConsistency,
  checkInclusion,
  checkLogKey,
  checkOwnProof,
  checkReceipt,
} from './logProofs.ts';
import { notConfirmed } from './passkeys.ts';
import type { Certificate } from './shapes.ts';
import { whyNotCertified } from './statement.ts';
import { whyInsufficient } from './sufficiency.ts';
import { notVouchedFor } from './vouchers.ts';

export const format1: RecordFormat = {
  name: '1',
  checks: (bag, primitives, receipt) => {
    const record = new Record1(bag, primitives);
    const checks: Check[] = [
      ['Seal', () => record.checkSeal()],
      ['Data of the certificate', () => record.checkData()],
      ['Events', () => record.checkEvents()],
      ['Record', () => record.checkRecord()],
      ['Sufficiency', () => record.checkSufficiency()],
      ['Vouchers', () => record.checkVouchers()],
      ['Deliverables', () => record.checkDeliverables()],
      ['Source documents', () => record.checkSourceDocuments()],
      ['Contents', () => record.checkContents()],
      ['Audit log', () => record.checkAuditLog()],
      ['Mails', () => record.checkMails()],
      ['Key of the log', () => record.checkKey()],
      ['Checkpoint', () => record.checkCheckpoint()],
      ['Lines in the log', () => record.checkLines()],
      ['Growth of the log', () => record.checkGrowth()],
      ['Earlier certificates', () => record.checkEarlier()],
    ];
    return receipt ? [...checks, ['Receipt', () => record.checkReceipt(receipt)]] : checks;
  },
};

/** What the checks have found so far; each is called once, in order, and only when those before it held. */
class Record1 {
  readonly #bag: Bag;
  readonly #primitives: Primitives;
  #seal!: CheckedSeal;
  #certificate!: Certificate;
  #sealed!: { pdfSha256: string; documentSha256: string };
  #events!: Events;
  #facts!: Facts;
  #unvouched!: ReadonlyMap<number, string>;
  #auditLines!: string[];
  #audit!: AuditLog;
  #key!: LogKey;
  #checkpoint!: Checkpoint;
  #older!: Checkpoint[];

  constructor(bag: Bag, primitives: Primitives) {
    this.#bag = bag;
    this.#primitives = primitives;
  }

  async checkSeal(): Promise<string> {
    this.#seal = await checkSeal(await bytesOf(this.#bag, 'data/certificate.pdf'), this.#primitives);
    const { signer, fingerprint, level, timestamp } = this.#seal;
    const at = timestamp ? `, timestamped ${timestamp.at} by ${timestamp.authority}` : '';
    return `certificate.pdf is sealed (PAdES ${level}${at}) by ${signer}, certificate SHA-256 ${fingerprint}; whose it is, is for you to judge`;
  }

  async checkData(): Promise<string> {
    const pdf = await bytesOf(this.#bag, 'data/certificate.pdf');
    const text = await textOf(this.#bag, 'data/certificate.json');
    if (!isSame(await attachmentOf(pdf), new TextEncoder().encode(text)))
      throw new BagError('data/certificate.json is not what is attached to the sealed PDF');
    this.#certificate = JSON.parse(text) as Certificate;
    this.#sealed = {
      pdfSha256: hexDigestOf(this.#primitives, pdf),
      documentSha256: hexDigestOf(this.#primitives, text),
    };
    const { certificateNumber, kind, seal } = this.#certificate;
    if (seal?.fingerprint !== this.#seal.fingerprint)
      throw new BagError('the certificate names another seal than the one it carries');
    await this.#checkOwnCertificate();
    return `certificate ${certificateNumber} (${kind}) as attached to the PDF, SHA-256 ${this.#sealed.documentSha256}`;
  }

  async #checkOwnCertificate(): Promise<void> {
    const pem = await textOf(this.#bag, 'data/public-keys/seal.pem');
    const [, base64 = ''] = /-----BEGIN CERTIFICATE-----([\s\S]+?)-----END/.exec(pem) ?? [];
    const der = Uint8Array.from(atob(base64.replace(/\s/g, '')), (letter) => letter.charCodeAt(0));
    if (hexDigestOf(this.#primitives, der) !== this.#seal.fingerprint)
      throw new BagError('data/public-keys/seal.pem is not the certificate of the seal');
  }

  async checkEvents(): Promise<string> {
    const lines = await linesOf(this.#bag, 'data/events.jsonl');
    this.#events = checkEvents(this.#primitives, lines, this.#certificate);
    return `${lines.length} events in one chain, up to the hash that the certificate names`;
  }

  /** Everything that follows from the events is made anew from them and must come out the same. */
  async checkRecord(): Promise<string> {
    this.#facts = factsOf(this.#events.events);
    const files = Object.entries(filesThatFollow(this.#events.events));
    for (const [path, content] of files)
      if ((await textOf(this.#bag, `data/${path}`)) !== content)
        throw new BagError(`data/${path} does not follow from the events`);
    const acceptance = this.#facts.acceptances.at(-1);
    const submitted = this.#facts.packages.at(-1);
    const { certificateNumber, package: certified, milestone } = this.#certificate;
    if (acceptance?.certificateNumber !== certificateNumber || submitted?.digest !== certified.digest)
      throw new BagError('the events end in another acceptance than the certificate states');
    if (hexDigestOf(this.#primitives, digestedText(milestone.milestoneId, submitted)) !== submitted.digest)
      throw new BagError('the digest that was decided on is not that of the package in data/package-manifest.json');
    return `${files.length} files of the record follow from the events, and the digest decided on is that of the package`;
  }

  /** A record of what nobody decided is whole all the same; it is no acceptance. */
  async checkSufficiency(): Promise<string> {
    const { milestone, entranceKeys, kind } = this.#certificate;
    const { events } = this.#events;
    const by = [this.#primitives, events, entranceKeys, milestone.milestoneId] as const;
    this.#unvouched = new Map([...(await notConfirmed(...by)), ...(await notVouchedFor(...by))]);
    const why = whyInsufficient(this.#primitives, events, this.#unvouched);
    why.push(...whyNotCertified(this.#certificate, this.#facts));
    if (why.length > 0) throw new BagError(why.join('; '));
    return kind === 'revocation'
      ? 'it was taken back by who may, and states that nothing is released; what it takes back is not asked'
      : 'validation, review and every approval group are at quorum on this package, each within their authority';
  }

  /** Of whatever decides nothing too: who says that they came by a link, a key or a mail did, and that a passkey confirmed it. */
  checkVouchers(): Promise<string> {
    const [stranger] = this.#unvouched;
    if (stranger) throw new BagError(`event ${stranger[0]} is not vouched for: ${stranger[1]}`);
    const count = this.#events.events.filter((each) => 'voucher' in each).length;
    return Promise.resolve(
      `${count} acts were vouched for by the entrance they came in at, in these words, by these people, for this milestone`,
    );
  }

  async checkDeliverables(): Promise<string> {
    const manifest = await manifestOf(this.#bag, 'manifest-sha256.txt');
    const inBag = [...manifest].filter(([path]) => path.startsWith('data/deliverables/')).map(([, digest]) => digest);
    const accepted = this.#certificate.deliverables.flatMap((each) => each.files);
    for (const { fileName, sha256 } of accepted) {
      const at = inBag.indexOf(sha256);
      if (at < 0) throw new BagError(`the accepted file ${fileName} (SHA-256 ${sha256}) is not among the deliverables`);
      inBag.splice(at, 1);
    }
    if (inBag.length > 0) throw new BagError(`${inBag.length} files lie among the deliverables that were not accepted`);
    return `${accepted.length} files as the certificate lists them`;
  }

  /** Drawn signatures, raw messages, files shown and documents entered on are those that the decisions name, and nothing else lies among them. */
  async checkSourceDocuments(): Promise<string> {
    const manifest = await manifestOf(this.#bag, 'manifest-sha256.txt');
    const named = sourceDocuments(this.#facts);
    for (const [path, digest] of named)
      if (manifest.get(`data/${path}`) !== digest)
        throw new BagError(`data/${path} is not what a decision was read from or rests on`);
    const stranger = [...manifest.keys()].find(
      (path) =>
        /^data\/(drawn-signatures|replies|closure-evidence|entered-decisions)\//.test(path) &&
        !named.has(path.slice(5)),
    );
    if (stranger) throw new BagError(`${stranger} is named by no decision`);
    return `${named.size} drawn signatures, raw messages, files shown and documents entered on, as the decisions name them`;
  }

  /** Every file of this format, and no other: what a record leaves out or adds, somebody did to it. */
  async checkContents(): Promise<string> {
    const manifest = await manifestOf(this.#bag, 'manifest-sha256.txt');
    const follow = Object.keys(filesThatFollow(this.#events.events));
    const documents = [...sourceDocuments(this.#facts).keys()];
    const wanted = new Set(
      [...fixedFiles, ...follow, ...documents, ...earlierFiles(this.#facts)].map((path) => `data/${path}`),
    );
    for (const path of wanted) if (!manifest.has(path)) throw new BagError(`${path} is missing`);
    const stranger = [...manifest.keys()].find((path) => !wanted.has(path) && !path.startsWith('data/deliverables/'));
    if (stranger) throw new BagError(`${stranger} is no file of a record of format 1`);
    return `${manifest.size} files, each of which a record of format 1 holds, and none left out`;
  }

  async checkAuditLog(): Promise<string> {
    this.#auditLines = await linesOf(this.#bag, 'data/audit-log.jsonl');
    const sealed = { certificate: this.#certificate, hashes: this.#events.hashes };
    this.#audit = checkAuditLog(this.#primitives, this.#auditLines, sealed, this.#sealed);
    return `${this.#auditLines.length} lines in one chain, accounting for every event, up to the sealing of this certificate`;
  }

  /** The list of mails says no more and no less than the log does of mails queued up to the acceptance. */
  async checkMails(): Promise<string> {
    const key = (each: unknown): string => canonicalize(each) ?? '';
    const queued = this.#audit.lines.flatMap(({ entry }) =>
      entry.type === 'batchRecorded'
        ? entry.mailsQueued
            .filter(({ sequence }) => sequence <= this.#certificate.auditLog.sequence)
            .map(({ kind, recipientId, messageId, sequence }) => key({ kind, recipientId, messageId, sequence }))
        : [],
    );
    const lines = (await textOf(this.#bag, 'data/mails.jsonl')).split('\n').filter(Boolean);
    const listed = lines.map((line) => {
      const { kind, recipientId, messageId, sequence } = JSON.parse(line) as Record<string, unknown>;
      return key({ kind, recipientId, messageId, sequence });
    });
    const stranger = listed.find((each) => !queued.includes(each));
    if (stranger) throw new BagError(`data/mails.jsonl lists a mail the audit log does not: ${stranger}`);
    const missing = queued.find((each) => !listed.includes(each));
    if (missing) throw new BagError(`data/mails.jsonl leaves out a mail: ${missing}`);
    return `${listed.length} mails as the audit log says`;
  }

  async checkKey(): Promise<string> {
    this.#key = await checkLogKey(this.#bag, this.#primitives, this.#certificate);
    return `the key of ${this.#key.name}, key ID ${toHex(this.#key.keyId)}, as the sealed certificate names it`;
  }

  async checkCheckpoint(): Promise<string> {
    this.#checkpoint = await checkCheckpoint(this.#bag, this.#primitives, this.#key);
    return `${this.#checkpoint.size} leaves, signed by the log`;
  }

  async checkLines(): Promise<string> {
    await checkInclusion(this.#bag, this.#primitives, this.#auditLines, this.#checkpoint);
    return `all ${this.#auditLines.length} lines are leaves of the tree of the checkpoint`;
  }

  async checkGrowth(): Promise<string> {
    this.#older = await checkConsistency(this.#bag, this.#primitives, this.#key, this.#checkpoint);
    await checkOwnProof(this.#primitives, this.#certificate, this.#auditLines, this.#audit.hashes, this.#older);
    return `the log only grew since the checkpoint that the certificate carries, and its proof holds`;
  }

  async checkEarlier(): Promise<string> {
    const numbers = earlierCertificates(this.#facts);
    if (numbers.length === 0) return 'there are none';
    const index = 'data/earlier/records.json';
    const listed = await jsonOf<{ certificateNumber: string; pdfSha256: string }[]>(this.#bag, index);
    if (listed.map((each) => each.certificateNumber).join() !== numbers.join())
      throw new BagError(`${index} lists other certificates than the events`);
    for (const { certificateNumber, pdfSha256 } of listed) {
      const digest = await this.#checkEarlierCertificate(certificateNumber);
      const isLogged = this.#audit.lines.some(
        ({ entry }) =>
          entry.type === 'certificateSealed' &&
          entry.certificateNumber === certificateNumber &&
          entry.pdfSha256 === digest,
      );
      if (pdfSha256 !== digest || !isLogged)
        throw new BagError(
          `data/earlier/${certificateNumber}.pdf is not the one whose sealing index and audit log name`,
        );
    }
    const { supersedes } = this.#certificate;
    return `${numbers.join(', ')}, each with its seal${supersedes ? `; this one replaces ${supersedes}` : ''}`;
  }

  /** Returns the digest of the PDF. */
  async #checkEarlierCertificate(number: string): Promise<string> {
    const pdf = await bytesOf(this.#bag, `data/earlier/${number}.pdf`);
    await checkSeal(pdf, this.#primitives).catch((error: Error) => {
      throw new BagError(`data/earlier/${number}.pdf: ${error.message}`);
    });
    const text = await textOf(this.#bag, `data/earlier/${number}.json`);
    if (!isSame(await attachmentOf(pdf), new TextEncoder().encode(text)))
      throw new BagError(`data/earlier/${number}.json is not what is attached to its PDF`);
    return hexDigestOf(this.#primitives, pdf);
  }

  async checkReceipt(receipt: Receipt): Promise<string> {
    const { decision } = receipt;
    const says = await this.#checkLogOf(receipt);
    if (!decision) return says;
    if (this.#events.hashes[decision.sequence - 1] !== decision.hash)
      throw new BagError(`the decision of the receipt is not event ${decision.sequence} of this record`);
    return `the decision of the receipt is event ${decision.sequence} of this record; ${says}`;
  }

  #checkLogOf(receipt: Receipt): Promise<string> {
    return checkReceipt(this.#primitives, this.#key, receipt, [this.#checkpoint, ...this.#older]);
  }
}
