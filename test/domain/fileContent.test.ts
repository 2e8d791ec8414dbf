// A file that is called what it is not.
import assert from 'node:assert/strict';
import { whyNotAsNamed } from '../../domain/compilation/fileContent.ts';

const is = (extension: string, mediaType = `application/${extension}`) => ({ extension, mediaType });

describe('The name of a file', () => {
  for (const [fileName, content] of [
    ['design.pdf', is('pdf')],
    ['DESIGN.PDF', is('pdf')],
    ['photo.jpeg', is('jpg')],
    ['plan.docx', is('docx')],
    ['plan.docx', is('zip')],
    ['old.xls', is('cfb')],
    ['model.ifczip', is('zip')],
    ['notes.txt', undefined],
    ['drawing.dwg', undefined],
    ['v1.2', undefined],
    ['README', undefined],
  ] as const)
    it(`says what is in it: ${fileName}, ${content?.extension ?? 'no signature'}`, () => {
      assert.equal(whyNotAsNamed(fileName, content), undefined);
    });

  for (const [fileName, content, why] of [
    [
      'design.pdf',
      is('exe', 'application/x-msdownload'),
      'its name ends in .pdf, and its content is that of a .exe file (application/x-msdownload)',
    ],
    ['notes.txt', is('zip'), 'its name ends in .txt, and its content is that of a .zip file (application/zip)'],
    ['README', is('elf'), 'its name has no extension, and its content is that of a .elf file (application/elf)'],
    ['design.pdf', undefined, 'its name ends in .pdf, and its content does not begin like that of such a file'],
    ['invoice.pdf.exe', is('pdf'), 'its name ends in .exe, and its content is that of a .pdf file (application/pdf)'],
  ] as const)
    it(`says something else than its content: ${fileName}, ${content?.extension ?? 'no signature'}`, () => {
      assert.equal(whyNotAsNamed(fileName, content), why);
    });
});
