// Names typed and names listed.
import assert from 'node:assert/strict';
import { isSameName } from '../../domain/people/people.ts';

describe('A typed name', () => {
  const cases: [string, string, boolean][] = [
    ['José  García', 'jose\u0301 garci\u0301a', true],
    [' ANNE MILLER ', 'Anne Miller', true],
    ['Anne\u00a0Miller', 'Anne Miller', true],
    ['Anne', 'Anne Miller', false],
    ['Jose Garcia', 'José García', false],
    ['Anne Mil1er', 'Anne Miller', false],
  ];
  for (const [typed, listed, expected] of cases)
    it(`"${typed}" is ${expected ? '' : 'not '}the listed "${listed}"`, () => {
      assert.equal(isSameName(typed, listed), expected);
    });
});
