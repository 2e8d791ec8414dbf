// Adds a signature field to a tagged PDF by incremental update, with room for the signature; the bytes before it stay as they are. The
// same update says that the file is PDF/UA-1, which Typst does not say of what it writes as PDF/A-3a.

export interface FieldWording {
  signer: string;
  reason: string;
  /** ISO 8601 UTC; the claimed time of signing. */
  at: string;
}

export interface PreparedPdf {
  pdf: Buffer;
  /** Offset of the "<" before the signature's hexadecimal digits. */
  contentsAt: number;
  /** What is left for the signature, in bytes of DER: two digits each. */
  room: number;
}

/** What is signed: everything but the hexadecimal string of the signature itself. */
const signedRanges = ({ pdf, contentsAt, room }: PreparedPdf): [number, number, number, number] => {
  const after = contentsAt + 2 + room * 2;
  return [0, contentsAt, after, pdf.length - after];
};

export function signedBytes(prepared: PreparedPdf): Buffer {
  const [start, length, second, rest] = signedRanges(prepared);
  return Buffer.concat([prepared.pdf.subarray(start, start + length), prepared.pdf.subarray(second, second + rest)]);
}

/** Puts the signature where room was left for it. Throws when it does not fit. */
export function withSignature({ pdf, contentsAt, room }: PreparedPdf, signature: Uint8Array): Buffer {
  if (signature.length > room)
    throw new Error(`A signature of ${signature.length} bytes does not fit the ${room} left for it.`);
  const signed = Buffer.from(pdf);
  const digits = Buffer.from(signature)
    .toString('hex')
    .padEnd(room * 2, '0');
  signed.write(digits, contentsAt + 1, 'latin1');
  return signed;
}

/** Text strings of PDF are UTF-16 with a byte order mark, here in hexadecimal. */
const textString = (text: string): string =>
  `<FEFF${Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase()}>`;

const dateString = (at: string): string => `(D:${at.replace(/[-:T]/g, '').slice(0, 14)}Z)`;

/** The places of the ByteRange are filled in once all offsets are known; ten digits are enough for any PDF. */
const rangeMark = '/ByteRange [0 0000000000 0000000000 0000000000]';

interface Structure {
  rootNumber: number;
  size: number;
  trailer: string;
  tableAt: number;
  objectAt: Map<number, number>;
}

/** Reads the classic cross-reference table that Typst writes; anything else is refused rather than guessed at. */
function readStructure(pdf: Buffer): Structure {
  const tail = pdf.subarray(-2048).toString('latin1');
  const tableAt = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(tail)?.[1] ?? Number.NaN);
  const table = Number.isInteger(tableAt) ? pdf.subarray(tableAt).toString('latin1') : '';
  const [, first, count, entries = '', trailer = ''] =
    /^xref\s+(\d+) (\d+)\s+((?:\d{10} \d{5} [fn]\s*)+)trailer\s*<<([\s\S]*?)>>\s*startxref/.exec(table) ?? [];
  const rootNumber = Number(/\/Root (\d+) 0 R/.exec(trailer)?.[1] ?? Number.NaN);
  if (first !== '0' || !Number.isInteger(rootNumber)) throw new Error('This PDF has no plain cross-reference table.');
  const objectAt = new Map<number, number>();
  for (const [index, entry] of (entries.match(/\d{10} \d{5} [fn]/g) ?? []).entries())
    if (entry.endsWith('n')) objectAt.set(index, Number(entry.slice(0, 10)));
  return { rootNumber, size: Number(count), trailer, tableAt, objectAt };
}

function dictionaryOf(pdf: Buffer, { objectAt }: Structure, number: number): string {
  const start = objectAt.get(number) ?? Number.NaN;
  const end = pdf.indexOf('endobj', start, 'latin1');
  const [, dictionary] = /^\d+ 0 obj\s*<<([\s\S]*)>>\s*$/.exec(pdf.subarray(start, end).toString('latin1')) ?? [];
  if (dictionary === undefined) throw new Error(`Object ${number} of this PDF is no plain dictionary.`);
  return dictionary.trim();
}

const numberIn = (dictionary: string, key: string): number => {
  const found = Number(new RegExp(`/${key} \\[?\\s*(\\d+) 0 R`).exec(dictionary)?.[1] ?? Number.NaN);
  if (Number.isNaN(found)) throw new Error(`This PDF has no ${key} where a tagged PDF has them.`);
  return found;
};

/** Throws rather than leave out a part that is not as Typst writes it. */
function changed(text: string, part: RegExp | string, to: string): string {
  const result = text.replace(part, () => to);
  if (result === text) throw new Error(`This PDF has no ${String(part)} where one was expected.`);
  return result;
}

/** Puts a signature of up to `room` bytes of DER there. Throws for a PDF that is not as Typst writes it. */
export function withSignatureField(pdf: Buffer, wording: FieldWording, room: number): PreparedPdf {
  const structure = readStructure(pdf);
  const read = (number: number) => dictionaryOf(pdf, structure, number);
  const root = read(structure.rootNumber);
  const pageNumber = numberIn(read(numberIn(root, 'Pages')), 'Kids');
  const page = read(pageNumber);
  if (/\/AcroForm/.test(root) || /\/Annots/.test(page)) throw new Error('This PDF has fields or annotations already.');
  const [treeNumber, metadataNumber] = [numberIn(root, 'StructTreeRoot'), numberIn(root, 'Metadata')];
  const tree = read(treeNumber);
  const [signatureNumber, widgetNumber, tagNumber] = [structure.size, structure.size + 1, structure.size + 2];
  const [, parentKey = '0'] = /\/ParentTreeNextKey (\d+)/.exec(tree) ?? [];
  const [nums = '', listed = ''] = /\/Nums \[([^\]]*)\]/.exec(tree) ?? [];
  const [kids = '', children = ''] = /\/K \[([^\]]*)\]/.exec(tree) ?? [];
  const tagged = changed(
    changed(
      changed(tree, nums, `/Nums [${listed} ${parentKey} ${tagNumber} 0 R]`),
      `/ParentTreeNextKey ${parentKey}`,
      `/ParentTreeNextKey ${Number(parentKey) + 1}`,
    ),
    kids,
    `/K [${children} ${tagNumber} 0 R]`,
  );
  const titled = changed(root, '/ViewerPreferences <<', '/ViewerPreferences <<\n    /DisplayDocTitle true');
  const objects: [number, string][] = [
    [signatureNumber, signatureDictionary(wording, room)],
    [
      widgetNumber,
      `<< /Type /Annot /Subtype /Widget /FT /Sig /T (Seal) /TU ${textString(`Seal of ${wording.signer}`)} /V ${signatureNumber} 0 R /F 132 /Rect [0 0 0 0] /P ${pageNumber} 0 R /StructParent ${parentKey} >>`,
    ],
    [
      tagNumber,
      `<< /Type /StructElem /S /Form /P ${treeNumber} 0 R /Pg ${pageNumber} 0 R /K << /Type /OBJR /Obj ${widgetNumber} 0 R /Pg ${pageNumber} 0 R >> >>`,
    ],
    [treeNumber, `<< ${tagged} >>`],
    [metadataNumber, accessible(streamOf(pdf, structure, metadataNumber))],
    [pageNumber, `<< ${page}\n/Annots [${widgetNumber} 0 R] /Tabs /S >>`],
    [structure.rootNumber, `<< ${titled}\n/AcroForm << /Fields [${widgetNumber} 0 R] /SigFlags 3 >> >>`],
  ];
  return withRanges(appendObjects(pdf, structure, objects, tagNumber + 1), room);
}

/** The identifier of ISO 14289-1, and its schema, which PDF/A wants described because XMP itself does not know it. */
const identifier =
  '<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>';
const schema =
  '<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>' +
  '<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>' +
  '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:category>internal</pdfaProperty:category>' +
  '<pdfaProperty:description>Part of ISO 14289 that the document conforms to</pdfaProperty:description>' +
  '<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType></rdf:li></rdf:Seq>' +
  '</pdfaSchema:property></rdf:li>';

function accessible(metadata: string): string {
  const described = changed(metadata, '<pdfaExtension:schemas><rdf:Bag>', `<pdfaExtension:schemas><rdf:Bag>${schema}`);
  const text = changed(described, '</rdf:RDF>', `${identifier}</rdf:RDF>`);
  return `<< /Type /Metadata /Subtype /XML /Length ${text.length} >>\nstream\n${text}\nendstream`;
}

/** One character per byte. */
function streamOf(pdf: Buffer, { objectAt }: Structure, number: number): string {
  const start = objectAt.get(number) ?? Number.NaN;
  const head = pdf.subarray(start, pdf.indexOf('stream\n', start, 'latin1')).toString('latin1');
  const length = Number(/\/Length (\d+)/.exec(head)?.[1] ?? Number.NaN);
  if (Number.isNaN(length) || head.includes('/Filter'))
    throw new Error(`Object ${number} of this PDF is no plain stream.`);
  const at = start + head.length + 'stream\n'.length;
  return pdf.subarray(at, at + length).toString('latin1');
}

/** PAdES baseline (ETSI EN 319 142-1): the claimed time stands in M, and no DocMDP restricts what may follow. */
const signatureDictionary = ({ signer, reason, at }: FieldWording, room: number): string =>
  [
    '<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached',
    `/M ${dateString(at)} /Name ${textString(signer)} /Reason ${textString(reason)}`,
    `${rangeMark} /Contents <${'0'.repeat(room * 2)}> >>`,
  ].join('\n');

function appendObjects(pdf: Buffer, structure: Structure, objects: [number, string][], size: number): Buffer {
  const parts = [pdf, Buffer.from('\n')];
  let at = pdf.length + 1;
  const offsets = new Map<number, number>();
  for (const [number, text] of objects) {
    const bytes = Buffer.from(`${number} 0 obj\n${text}\nendobj\n`, 'latin1');
    offsets.set(number, at);
    parts.push(bytes);
    at += bytes.length;
  }
  const sections = [...offsets]
    .sort(([one], [other]) => one - other)
    .map(([number, offset]) => `${number} 1\n${String(offset).padStart(10, '0')} 00000 n \n`);
  const trailer = structure.trailer.replace(/\/Size \d+/, `/Size ${size}`).trim();
  parts.push(
    Buffer.from(
      `xref\n${sections.join('')}trailer\n<< ${trailer}\n/Prev ${structure.tableAt} >>\nstartxref\n${at}\n%%EOF\n`,
      'latin1',
    ),
  );
  return Buffer.concat(parts);
}

function withRanges(pdf: Buffer, room: number): PreparedPdf {
  const rangeAt = pdf.lastIndexOf(rangeMark, undefined, 'latin1');
  const contentsAt = pdf.indexOf('/Contents <', rangeAt, 'latin1') + '/Contents '.length;
  const prepared = { pdf, contentsAt, room };
  const [first, ...rest] = signedRanges(prepared).map((each, index) =>
    index === 0 ? `${each}` : String(each).padStart(10, '0'),
  );
  pdf.write(`/ByteRange [${first} ${rest.join(' ')}]`, rangeAt, 'latin1');
  return prepared;
}
