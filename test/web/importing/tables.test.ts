// Tables as people export them: which separator, which kind of file, which column is what, and figures and dates as they write them.
import assert from 'node:assert/strict';
import { strToU8, zipSync } from 'fflate';
import { languages, wordsIn } from '../../../mail/messages/words.ts';
import { fields, guessed, rowsOf } from '../../../web/desk/importing/mapping.ts';
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

  it('has of a project from MS Project their priority too where they do not all have the usual one, said as what it comes to', async () => {
    const task = (name: string, priority: string) =>
      `<Task><Name>${name}</Name><Milestone>1</Milestone><Finish>2027-03-31T17:00:00</Finish>${priority}</Task>`;
    const project = (...tasks: string[]) =>
      read(
        `<?xml version="1.0"?><Project xmlns="http://schemas.microsoft.com/project"><Tasks>${tasks.join('')}</Tasks></Project>`,
      );
    const usual = '<Priority>500</Priority>';
    assert.deepEqual((await project(task('A', usual), task('B', '')))[0], ['Name', 'Finish']);
    const table = await project(
      ...[task('A', '<Priority>700</Priority>'), task('B', usual), task('C', '<Priority>0</Priority>')],
    );
    assert.deepEqual(
      table.map((row) => row[2]),
      ['Priority (MS Project)', 'high (700)', 'normal (500)', 'low (0)'],
    );
    const columns = guessed(table);
    assert.deepEqual(columns, ['title', 'dueOn', 'priority']);
    assert.deepEqual(
      rowsOf(table, columns).map((each) => each.priority),
      ['high', 'normal', 'low'],
    );
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

  it('has a column of priorities matched where it says high, low or neither, and not where it counts them', () => {
    const matched = (...cells: string[]) => guessed([['Title', 'Priority'], ...cells.map((each) => ['x', each])])[1];
    assert.equal(matched('High', 'low', '', 'Medium'), 'priority');
    assert.equal(matched('hoch', 'niedrig', 'normal'), 'priority');
    assert.equal(matched('1', '2'), '');
    assert.equal(
      rowsOf(
        [
          ['Title', 'Priority'],
          ['x', '1'],
        ],
        ['title', 'priority'],
      )[0]?.priority,
      '1',
    );
  });

  for (const language of languages)
    it(`has every column of the example matched, as it is offered in ${language}`, () => {
      const { say } = wordsIn(language);
      assert.deepEqual(guessed([fields.map((field) => say(`import.field.${field}`))]), [...fields]);
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
    assert.equal(of('x', '', '31.3.2027 17:00')?.dueOn, '2027-03-31');
    assert.equal(of('x', '', '03/04/2027')?.dueOn, '03/04/2027');
    const meeting = ['title', 'meetingStartsAt', 'meetingMinutes', 'deliverableValues'];
    const held = rowsOf([meeting, ['x', '12.4.2027, 9:30', '45', '1.000,00; 500']], meeting)[0];
    assert.deepEqual(
      [held?.meetingStartsAt, held?.meetingMinutes, held?.deliverableValues],
      ['2027-04-12T09:30', 45, ['1000.00', '500']],
    );
    assert.deepEqual(of('x', '', '', 'Manual; Report | Plan'), {
      title: 'x',
      deliverables: ['Manual', 'Report', 'Plan'],
    });
  });
});
