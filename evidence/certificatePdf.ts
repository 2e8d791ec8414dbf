// Sets the certificate as a PDF with its data attached, in the language that the data names. Beside what the data says, it says only what
// of that cannot be printed.
import encodeQr from 'qr';
import { wordsIn, type Words } from '../mail/messages/words.ts';
import { canonicalJson, sha256Hex } from './ledger/canonicalJson.ts';
import type { CertificateDocument } from './certificate.ts';
import { amended, changeOrdersOn } from './certificateAmendments.ts';
import { certifies, mark, releases, signers } from './certificateFirstPage.ts';
import { partsTable } from './certificateParts.ts';
import { exceptions, validation } from './certificateFindings.ts';
import { lacksRemark, lacksTable } from './certificateLacks.ts';
import { printedIn } from './printedIn.ts';
import {
  deliveries,
  enteredByFirm,
  howSigned,
  policy,
  revoked,
  silent,
  statementSigned,
  statementsRead,
} from './certificateSignatures.ts';
import { bold, facts, inGroups, paragraph, section, small, table, type Block } from './setting/blocks.ts';
import { isSettable, pictureOf } from './setting/pictures.ts';
import { allPrintable } from './setting/printable.ts';
import { isSettableAside, setPdfAside } from './setting/aside.ts';
import { setPdf, type Document } from './setting/setPdf.ts';
import { unprintableTexts, type UnprintableText } from './setting/unprintable.ts';

/** Of the pictures that a certificate names by SHA-256, those that are there; the rest are said not to be shown. */
export type Pictures = ReadonlyMap<string, Buffer>;

/** The same document gives the same bytes, so that a retry after a crash stores nothing new. */
export const renderCertificatePdf = (certificate: CertificateDocument, pictures: Pictures = new Map()): Buffer =>
  setPdf(documentOf(certificate, new Map([...pictures].filter(([, bytes]) => isSettable(bytes)))));

/** The same, in the thread that sets documents; for whoever serves others meanwhile. */
export async function renderCertificateAside(certificate: CertificateDocument, pictures: Pictures): Promise<Buffer> {
  const looked = await Promise.all(
    [...pictures].map(async (picture) => ({ picture, isSettable: await isSettableAside(picture[1]) })),
  );
  const settable = looked.filter((each) => each.isSettable).map(({ picture }) => picture);
  return setPdfAside(documentOf(certificate, new Map(settable)));
}

function documentOf(certificate: CertificateDocument, settable: Pictures): Document {
  const json = canonicalJson(certificate);
  const words = wordsIn(certificate.language);
  const lacks = unprintableTexts(certificate);
  const names = new Map(
    [...settable].map(([sha256, bytes]) => [sha256, `${sha256}.${pictureOf(bytes)?.format ?? 'png'}`]),
  );
  return {
    template: 'certificate',
    pages: pagesOf(allPrintable(certificate), { digest: sha256Hex(json), lacks, pictures: names }, words),
    createdAt: certificate.issuedAt,
    attachment: {
      name: `${certificate.certificateNumber}.json`,
      description: words.say('certificate.attachment'),
      json,
    },
    pictures: new Map([...settable].map(([sha256, bytes]) => [names.get(sha256) ?? '', bytes])),
  };
}

interface Beside {
  /** Of the data, in hex. */
  digest: string;
  lacks: UnprintableText[];
  /** Their names, by SHA-256. */
  pictures: ReadonlyMap<string, string>;
}

function pagesOf(certificate: CertificateDocument, { digest, lacks, pictures }: Beside, words: Words): object {
  const { say } = words;
  const { certificateNumber, letterhead, milestone, parties } = certificate;
  const heading = say(`certificate.title.${certificate.kind}`);
  return {
    language: printedIn(words),
    title: `${heading} ${certificateNumber}`,
    author: parties.firm,
    subject: milestone.title,
    heading,
    running: [paragraph(`${heading} ${certificateNumber}`), paragraph(milestone.title)],
    foot: paragraph(certificateNumber),
    letterhead: {
      name: paragraph(letterhead?.name ?? parties.firm),
      number: paragraph(say('certificate.number', { number: certificateNumber })),
      colour: letterhead?.colour ?? defaultColour,
      logo: pictures.get(letterhead?.logoSha256 ?? '') ?? null,
      logoAlt: say('certificate.logoOf', { firm: parties.firm }),
    },
    milestone: paragraph(milestone.title),
    mark: mark(certificate, words),
    code: code(certificate, digest, words),
    remarks: [
      ...(certificate.seal?.isDevelopment ? [paragraph(bold(say('certificate.developmentSeal')))] : []),
      ...lacksRemark(lacks, words),
    ],
    certifies: paragraph(certifies(certificate, words)),
    actsBefore: revoked(certificate, words),
    signers: signers(certificate, pictures, words),
    acts: [...enteredByFirm(certificate, words), ...silent(certificate, words), releases(certificate, words)],
    body: [
      facts(say('certificate.particulars'), outline(certificate, words)),
      ...amended(certificate, words),
      ...partsTable(certificate, words),
      deliverables(certificate, words),
      services(certificate, words),
      ...validation(certificate, words),
      ...exceptions(certificate, words),
      ...determined(certificate, words),
      statementSigned(certificate, words),
      section(say('certificate.reservation'), certificate.reservationOfRights),
    ],
    annex: {
      heading: say('certificate.annex'),
      blocks: [...annex(certificate, digest, words), ...lacksTable(lacks, `${certificateNumber}.json`, words)],
    },
  };
}

const defaultColour = '#14324f';

/**
 * The code on the first page leads to the page of the certificate and holds the digest of the attached data, which that page
 * compares; for whoever has only the paper.
 */
function code({ address, certificateNumber }: CertificateDocument, digest: string, { say }: Words): object {
  const text = address === null ? `${certificateNumber} sha256:${digest}` : `${address}#sha256=${digest}`;
  return {
    rows: encodeQr(text, 'raw', { ecc: 'low', border: 1 }).map((row) => row.map((isDark) => (isDark ? 0 : 255))),
    alt: say('certificate.qrCode', { text }),
    caption: paragraph(address === null ? say('certificate.codeHolds') : say('certificate.codeShows')),
  };
}

function outline(certificate: CertificateDocument, words: Words): [string, string][] {
  const { say } = words;
  const { contract, engagement, kind, milestone, parties } = certificate;
  const basis = say(`certificate.basis.${certificate.basis}`);
  const at = kind === 'revocation' ? say('certificate.label.revokedAt') : say('certificate.label.acceptedAt');
  return [
    [say('certificate.label.certificate'), certificate.certificateNumber],
    ...(certificate.supersedes === null
      ? []
      : [
          [
            say(certificate.part ? 'certificate.label.follows' : 'certificate.label.replaces'),
            certificate.supersedes,
          ] as [string, string],
        ]),
    [say('certificate.label.outcome'), say(`certificate.particular.${kind}`, { basis })],
    [say('certificate.label.client'), parties.client],
    [say('certificate.label.firm'), parties.firm],
    [
      say('certificate.label.engagement'),
      say('certificate.named', { name: engagement.name, id: engagement.engagementId }),
    ],
    [
      say('certificate.label.contract'),
      [contract.reference, contract.statementOfWork, ...changeOrdersOn(certificate)].join('; '),
    ],
    [say('certificate.label.form'), say(`certificate.form.${contract.form}`)],
    [
      say('certificate.label.milestone'),
      say('certificate.named', { name: milestone.title, id: milestone.milestoneId }),
    ],
    ...(milestone.dueOn === undefined
      ? []
      : [[say('certificate.label.due'), words.date(milestone.dueOn)] as [string, string]]),
    [say('certificate.label.completed'), words.date(certificate.completedOn)],
    [at, words.utc(certificate.issuedAt)],
    [say('certificate.label.request'), certificate.signOffRequest],
    [say('certificate.label.package'), say('certificate.versionOf', { version: certificate.package.version })],
  ];
}

function deliverables(certificate: CertificateDocument, { say }: Words): Block {
  const rows = certificate.deliverables.map(({ deliverableId: id, title, version, files }) => [
    paragraph(bold(title), small(say('certificate.deliverableVersion', { id, version }))),
    paragraph(...files.map(({ fileName, sizeBytes: bytes }) => say('certificate.file', { bytes, fileName }))),
  ]);
  const waived = certificate.waivers.map((each) => [
    paragraph(bold(each.deliverableId), say('certificate.waived')),
    paragraph(each.reason),
  ]);
  const head = [say('certificate.deliverable'), say('certificate.files')];
  return table(say('certificate.deliverables'), [45, 55], head, [...rows, ...waived]);
}

function services({ completedServices, qualityReviews }: CertificateDocument, { say, date }: Words): Block {
  const rows = [
    ...completedServices.map((each) => [
      paragraph(each.description),
      paragraph(say('certificate.completed', { date: date(each.completedOn) })),
    ]),
    ...qualityReviews.map((each) => [
      paragraph(each.name),
      paragraph(
        each.outcome === 'passed' ? say('certificate.review.passed') : say('certificate.review.failed'),
        ...(each.explanation ? [each.explanation] : []),
      ),
    ]),
  ];
  return table(say('certificate.services'), [60, 40], [say('certificate.service'), say('certificate.result')], rows);
}

function determined({ determinations }: CertificateDocument, { say, utc }: Words): Block[] {
  if (determinations.length === 0) return [];
  const said = determinations.map((each) => [
    paragraph(bold(each.by), utc(each.at)),
    paragraph(
      bold(say(`certificate.determined.${each.determination as 'rework' | 'formalSignOff' | 'terminate'}`)),
      each.reasons,
    ),
  ]);
  const head = [say('certificate.sponsor'), say('certificate.determination')];
  return [table(say('certificate.determinations'), [40, 60], head, said)];
}

function annex(certificate: CertificateDocument, digest: string, words: Words): Block[] {
  const { say } = words;
  const { address, auditLog, certificateNumber, package: submitted } = certificate;
  const digestOf = (of: string, sha256: string) => [paragraph(of), paragraph(small(inGroups(sha256)))];
  const files = certificate.deliverables.flatMap(({ deliverableId: id, files: all }) =>
    all.map(({ fileName, sha256 }) => digestOf(say('certificate.fileOf', { id, fileName }), sha256)),
  );
  return [
    section(
      say('certificate.howToCheck'),
      certificate.signatureLevel,
      ...sealWords(certificate, words),
      say('certificate.logEntry', { sequence: String(auditLog.sequence), hash: inGroups(auditLog.hash) }),
      ...proofWords(certificate, words),
      ...(address === null ? [] : [say('certificate.shownAt', { address })]),
      say('certificate.dataAttached', { fileName: `${certificateNumber}.json`, digest: inGroups(digest) }),
    ),
    ...(certificate.signatories.length > 0 ? [howSigned(certificate, words)] : []),
    policy(certificate, words),
    ...deliveries(certificate, words),
    table(
      say('certificate.digests'),
      [45, 55],
      [say('certificate.of'), 'SHA-256'],
      [
        digestOf(say('certificate.packageVersion', { version: submitted.version }), submitted.digest),
        ...statementsRead(certificate).map(({ version, sha256 }) =>
          digestOf(say('certificate.statementVersion', { version }), sha256),
        ),
        ...files,
      ],
    ),
  ];
}

function sealWords({ seal, parties }: CertificateDocument, { say }: Words): string[] {
  if (!seal) return [];
  const { level, subject, issuer, serialNumber } = seal;
  const by = seal.isDevelopment
    ? say('certificate.sealDevelopment')
    : say('certificate.sealOf', { firm: parties.firm });
  const fingerprint = inGroups(seal.fingerprint);
  return [
    say('certificate.sealed', { level, seal: by, subject, issuer, serialNumber, fingerprint }),
    ...(seal.isTimestampExpected ? [say('certificate.timestampComes')] : []),
  ];
}

function proofWords({ auditLog: { proof } }: CertificateDocument, { say }: Words): string[] {
  if (!proof) return [];
  const [origin = '', size = '', root = ''] = proof.checkpoint.split('\n');
  const [line, leaf] = [String(proof.lineSequence), String(proof.leafIndex)];
  return [say('certificate.logProof', { line, chain: proof.chain, leaf, origin, size, root })];
}
