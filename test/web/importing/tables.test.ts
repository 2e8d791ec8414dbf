// Tables as people export them: which separator, which kind of file, which column is what, and figures and dates as they write them.
import assert from 'node:assert/strict';
import { strToU8, zipSync } from 'fflate';
import { guessed, rowsOf } from '../../../web/desk/importing/mapping.ts';
import { readTable } from '../../../web/desk/importing/readTable.ts';

const read = (text: string) => readTable(Buffer.from(text));

/** As a spreadsheet program saves it, but for all that nobody reads. */
const xlsx = (rows: string): Buffer =>
  Buffer.from(
    zipSync({
      '[Content_Types].xml': strToU8(
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
      ),
      'xl/workbook.xml': strToU8(
        '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Plan" sheetId="1" r:id="rId1"/></sheets></workbook>',
      ),
      'xl/_rels/workbook.xml.rels': strToU8(
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
      ),
      'xl/worksheets/sheet1.xml': strToU8(
        `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`,
      ),
    }),
  );
const cell = (at: string, text: string): string => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`;

describe('A table that is brought in', () => {
  it('is read by the separator that its first line has most of, tabs of a copied sheet included', async () => {
    for (const separator of [',', ';', '\t'])
      assert.deepEqual(await read(`Title${separator}Value\n"Site, 1"${separator}5\n\n`), [
        ['Title', 'Value'],
        ['Site, 1', '5'],
      ]);
  });

  it('is read from XLSX, numbers as they are', async () => {
    const rows = `<row r="1">${cell('A1', 'Titel')}${cell('B1', 'Betrag')}</row><row r="2">${cell('A2', 'Standort 1')}<c r="B2"><v>25000.5</v></c></row>`;
    assert.deepEqual(await readTable(xlsx(rows)), [
      ['Titel', 'Betrag'],
      ['Standort 1', '25000.5'],
    ]);
  });

  it('has of a project from MS Project its milestones, with when they finish', async () => {
    const task = (name: string, isMilestone: 0 | 1) =>
      `<Task><Name>${name}</Name><Milestone>${isMilestone}</Milestone><Finish>2027-03-31T17:00:00</Finish></Task>`;
    const project = `<?xml version="1.0"?><Project xmlns="http://schemas.microsoft.com/project"><Tasks>${task('Build', 0)}${task('Site 1 live', 1)}</Tasks></Project>`;
    assert.deepEqual(await read(project), [
      ['Name', 'Finish'],
      ['Site 1 live', '2027-03-31'],
    ]);
  });

  it('is refused where it has no rows, too many, or is no table at all', async () => {
    await assert.rejects(read('Title\n'), /no rows/);
    await assert.rejects(read(`Title\n${'x\n'.repeat(501)}`), /up to 500 at a time/);
    await assert.rejects(readTable(Buffer.from('PK\u0003\u0004 is no zip')), /cannot be read/);
  });

  it('has its columns matched by their names, in English and German, each field once', () => {
    assert.deepEqual(guessed([['Task Name', 'Finish', 'Owner', 'Value (EUR)', 'Title']]), [
      'title',
      'dueOn',
      '',
      'amount',
      '',
    ]);
    assert.deepEqual(guessed([['Bezeichnung', 'Termin', 'Betrag', 'Liefergegenstände']]), [
      ...['title', 'dueOn', 'amount', 'deliverables'],
    ]);
  });

  it('has figures and dates read as people write them, and what could be two things left as it is', () => {
    const columns = ['title', 'amount', 'dueOn', 'deliverables'];
    const of = (...cells: string[]) => rowsOf([columns, cells], columns)[0];
    for (const [written, meant] of [
      ...[
        ['125000', '125000'],
        ['125,000.00', '125000.00'],
        ['125.000,50', '125000.50'],
        ['€ 1.250.000', '1250000'],
      ],
      ...[
        ['1250,5', '1250.5'],
        ['125.000', '125.000'],
        ['-5', '-5'],
      ],
    ])
      assert.equal(of('x', written ?? '')?.amount, meant, written);
    assert.equal(of('x', '', '31.3.2027')?.dueOn, '2027-03-31');
    assert.equal(of('x', '', '03/04/2027')?.dueOn, '03/04/2027');
    assert.deepEqual(of('x', '', '', 'Manual; Report | Plan'), {
      title: 'x',
      deliverables: ['Manual', 'Report', 'Plan'],
    });
  });
});
