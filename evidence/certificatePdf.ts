// Sets the certificate as a PDF with its data attached. Beside what the data says, it says only what of that cannot be printed.
import encodeQr from 'qr';
import { canonicalJson, sha256Hex } from './ledger/canonicalJson.ts';
import type { CertificateDocument } from './certificate.ts';
import { bases, certifies, mark, releases, signers, titles } from './certificateFirstPage.ts';
import { exceptions, validation } from './certificateFindings.ts';
import { lacksRemark, lacksTable } from './certificateLacks.ts';
import {
  deliveries,
  enteredByFirm,
  howSigned,
  policy,
  revoked,
  silent,
  statementSigned,
} from './certificateSignatures.ts';
import { bold, facts, inGroups, inUtc, paragraph, section, small, table, type Block } from './setting/blocks.ts';
import { isSettable, pictureOf } from './setting/pictures.ts';
import { allPrintable } from './setting/printable.ts';
import { setPdf } from './setting/setPdf.ts';
import { unprintableTexts, type UnprintableText } from './setting/unprintable.ts';

/** Of the pictures that a certificate names by SHA-256, those that are there; the rest are said not to be shown. */
export type Pictures = ReadonlyMap<string, Buffer>;

/** The same document gives the same bytes, so that a retry after a crash stores nothing new. */
export function renderCertificatePdf(certificate: CertificateDocument, pictures: Pictures = new Map()): Buffer {
  const json = canonicalJson(certificate);
  const lacks = unprintableTexts(certificate);
  const settable = [...pictures].filter(([, bytes]) => isSettable(bytes));
  const names = new Map(settable.map(([sha256, bytes]) => [sha256, `${sha256}.${pictureOf(bytes)?.format ?? 'png'}`]));
  return setPdf({
    template: 'certificate',
    pages: pagesOf(allPrintable(certificate), sha256Hex(json), lacks, names),
    createdAt: certificate.issuedAt,
    attachment: { name: `${certificate.certificateNumber}.json`, description: 'This certificate as data', json },
    pictures: new Map(settable.map(([sha256, bytes]) => [names.get(sha256) ?? '', bytes])),
  });
}

function pagesOf(
  certificate: CertificateDocument,
  digest: string,
  lacks: UnprintableText[],
  pictures: ReadonlyMap<string, string>,
): object {
  const { certificateNumber, letterhead, milestone, parties } = certificate;
  const heading = titles[certificate.kind];
  return {
    title: `${heading} ${certificateNumber}`,
    author: parties.firm,
    subject: milestone.title,
    heading,
    running: [paragraph(`${heading} ${certificateNumber}`), paragraph(milestone.title)],
    foot: paragraph(certificateNumber),
    letterhead: {
      name: paragraph(letterhead?.name ?? parties.firm),
      number: paragraph(`Certificate ${certificateNumber}`),
      colour: letterhead?.colour ?? defaultColour,
      logo: pictures.get(letterhead?.logoSha256 ?? '') ?? null,
      logoAlt: `Logo of ${parties.firm}`,
    },
    milestone: paragraph(milestone.title),
    mark: mark(certificate),
    code: code(certificate, digest),
    remarks: [...(certificate.seal?.isDevelopment ? [paragraph(bold(developmentWarning))] : []), ...lacksRemark(lacks)],
    certifies: paragraph(certifies(certificate)),
    actsBefore: revoked(certificate),
    signers: signers(certificate, pictures),
    acts: [...enteredByFirm(certificate), ...silent(certificate), releases(certificate)],
    body: [
      facts('Particulars', outline(certificate)),
      deliverables(certificate),
      services(certificate),
      ...validation(certificate),
      ...exceptions(certificate),
      ...determined(certificate),
      statementSigned(certificate),
      section('Reservation of rights', certificate.reservationOfRights),
    ],
    annex: {
      heading: 'Annex: for verification',
      blocks: [...annex(certificate, digest), ...lacksTable(lacks, `${certificateNumber}.json`)],
    },
  };
}

const defaultColour = '#14324f';

/**
 * The code on the first page leads to the page of the certificate and holds the digest of the attached data, which that page
 * compares; for whoever has only the paper.
 */
function code({ address, certificateNumber }: CertificateDocument, digest: string): object {
  const text = address === null ? `${certificateNumber} sha256:${digest}` : `${address}#sha256=${digest}`;
  return {
    rows: encodeQr(text, 'raw', { ecc: 'low', border: 1 }).map((row) => row.map((isDark) => (isDark ? 0 : 255))),
    alt: `QR code of: ${text}`,
    caption: paragraph(address === null ? 'Number and digest of the data' : 'Shows whether it stands'),
  };
}

const developmentWarning =
  'Sealed with a DEVELOPMENT seal that this installation made for itself. It proves that nothing changed since, and names no firm.';

const outcomes: Record<CertificateDocument['kind'], string> = {
  acceptance: 'Accepted',
  conditional: 'Accepted with the exceptions listed below',
  closeOut: 'Accepted; every exception listed below was verified closed',
  revocation: 'Revoked; the certificate named as replaced is no longer in force',
};

function outline(certificate: CertificateDocument): [string, string][] {
  const { contract, engagement, milestone } = certificate;
  return [
    ['Certificate', certificate.certificateNumber],
    ...(certificate.supersedes ? [['Replaces', certificate.supersedes] as [string, string]] : []),
    ['Outcome', `${outcomes[certificate.kind]} (${bases[certificate.basis]})`],
    ['Client', certificate.parties.client],
    ['Firm', certificate.parties.firm],
    ['Engagement', `${engagement.name} (${engagement.engagementId})`],
    ['Contract', [contract.reference, contract.statementOfWork, ...contract.changeOrders].join('; ')],
    ['Form of contract', contract.form === 'deed' ? 'Deed' : 'Simple contract'],
    ['Milestone', `${milestone.title} (${milestone.milestoneId})`],
    ...(milestone.dueOn ? [['Due by the contract on', milestone.dueOn] as [string, string]] : []),
    ['Work completed on', certificate.completedOn],
    [certificate.kind === 'revocation' ? 'Revoked at' : 'Accepted at', inUtc(certificate.issuedAt)],
    ['Sign-off request', certificate.signOffRequest],
    ['Package', `Version ${certificate.package.version}`],
  ];
}

function deliverables(certificate: CertificateDocument): Block {
  const rows = certificate.deliverables.map((each) => [
    paragraph(bold(each.title), small(`${each.deliverableId}, version ${each.version}`)),
    paragraph(...each.files.map((file) => `${file.fileName} (${file.sizeBytes} bytes)`)),
  ]);
  const waived = certificate.waivers.map((each) => [
    paragraph(bold(each.deliverableId), 'Waived'),
    paragraph(each.reason),
  ]);
  return table('Deliverables', [45, 55], ['Deliverable', 'Files'], [...rows, ...waived]);
}

function services({ completedServices, qualityReviews }: CertificateDocument): Block {
  const rows = [
    ...completedServices.map((each) => [paragraph(each.description), paragraph(`Completed ${each.completedOn}`)]),
    ...qualityReviews.map((each) => [
      paragraph(each.name),
      paragraph(each.outcome === 'passed' ? 'Passed' : 'Failed', ...(each.explanation ? [each.explanation] : [])),
    ]),
  ];
  return table('Completed services and quality reviews', [60, 40], ['Service or review', 'Result'], rows);
}

const determinationWords: Record<string, string> = {
  rework: 'Back to rework',
  formalSignOff: 'Put to formal sign-off',
  terminate: 'To be terminated',
};

function determined({ determinations }: CertificateDocument): Block[] {
  if (determinations.length === 0) return [];
  const said = determinations.map((each) => [
    paragraph(bold(each.by), inUtc(each.at)),
    paragraph(bold(determinationWords[each.determination] ?? each.determination), each.reasons),
  ]);
  return [table('Determinations of the engagement sponsor', [40, 60], ['Sponsor', 'Determination'], said)];
}

function annex(certificate: CertificateDocument, digest: string): Block[] {
  const { auditLog, certificateNumber, statement } = certificate;
  const files = certificate.deliverables.flatMap((each) =>
    each.files.map((file) => [
      paragraph(`${each.deliverableId}: ${file.fileName}`),
      paragraph(small(inGroups(file.sha256))),
    ]),
  );
  return [
    section(
      'How this was signed, and how to check it',
      certificate.signatureLevel,
      ...sealWords(certificate),
      `Last entry of the audit log: number ${auditLog.sequence}, chain hash ${inGroups(auditLog.hash)}.`,
      ...proofWords(certificate),
      ...(certificate.address === null
        ? []
        : [
            `Whether it stands, was replaced or revoked is shown, to whoever has this address, at ${certificate.address}.`,
          ]),
      `The data of this certificate is attached to this PDF as ${certificateNumber}.json; its SHA-256, which the code on the first page holds too, is ${inGroups(digest)}.`,
    ),
    ...(certificate.signatories.length > 0 ? [howSigned(certificate)] : []),
    policy(certificate),
    ...deliveries(certificate),
    table(
      'Digests (SHA-256)',
      [45, 55],
      ['Of', 'SHA-256'],
      [
        [
          paragraph(`Package, version ${certificate.package.version}`),
          paragraph(small(inGroups(certificate.package.digest))),
        ],
        [paragraph(`Statement, version ${statement.version}`), paragraph(small(inGroups(statement.sha256)))],
        ...files,
      ],
    ),
  ];
}

function sealWords({ seal, parties }: CertificateDocument): string[] {
  if (!seal) return [];
  const by = seal.isDevelopment ? 'a development seal of this installation' : `the seal of ${parties.firm}`;
  return [
    `This PDF is sealed as PAdES ${seal.level} by ${by}: ${seal.subject}, issued by ${seal.issuer}, serial number ${seal.serialNumber}, SHA-256 of the certificate ${inGroups(seal.fingerprint)}. The seal is over the whole document; it is nobody's personal signature.`,
    ...(seal.isTimestampExpected
      ? [
          'A timestamp by an independent authority is added to the seal (PAdES B-T) and changes nothing that is sealed; whether it is there, the file itself shows.',
        ]
      : []),
  ];
}

function proofWords({ auditLog: { proof } }: CertificateDocument): string[] {
  if (!proof) return [];
  const [origin = '', size = '', root = ''] = proof.checkpoint.split('\n');
  return [
    `That entry was recorded by line ${proof.lineSequence} of ${proof.chain}, leaf ${proof.leafIndex} of the audit log ${origin}, whose signed checkpoint of ${size} leaves has the root ${root}. The attached data holds the checkpoint and the proof; every party was mailed a checkpoint as well.`,
  ];
}
