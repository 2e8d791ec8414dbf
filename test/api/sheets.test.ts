// Lists for spreadsheets: exact amounts, and nothing that a spreadsheet would run.
import assert from 'node:assert/strict';
import { strFromU8, unzipSync } from 'fflate';
import { fileOf, type SheetTable } from '../../api/http/sheets.ts';
import { rowsOf } from './sheetRows.ts';

const table: SheetTable = {
  name: 'money',
  columns: ['title', 'amount', 'currency'],
  rows: [
    ['=HYPERLINK("http://x","y")', { amount: '85000.10' }, 'EUR'],
    ['-1+1', { amount: '1234567890123456.78' }, 'EUR'],
    ['<Ümlaut & Co>', { amount: '-0.05' }, undefined],
    ['Whole', { amount: '12000' }, 'JPY'],
  ],
};

describe('A table for spreadsheets', () => {
  it('has amounts as numbers that can be summed, and as texts where a spreadsheet would round them', async () => {
    const rows = await rowsOf((await fileOf(table, 'xlsx')) as Buffer);
    assert.deepEqual(
      rows.slice(1).map((row) => row[1]),
      [85000.1, '1234567890123456.78', -0.05, 12000],
    );
    assert.equal(rows[3]?.[0], '<Ümlaut & Co>');
  });

  it('has texts that look like formulas as texts, in both formats', async () => {
    const parts = unzipSync(new Uint8Array((await fileOf(table, 'xlsx')) as Buffer));
    const sheets = Object.entries(parts).filter(([name]) => name.startsWith('xl/worksheets/'));
    assert.ok(sheets.length > 0);
    for (const [name, content] of sheets) assert.doesNotMatch(strFromU8(content), /<f[ >]/, name);
    assert.match(String(await fileOf(table, 'csv')), /"'=HYPERLINK[^\n]*\n'-1\+1,1234567890123456\.78/);
  });
});
