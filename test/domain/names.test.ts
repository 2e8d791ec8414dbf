// Names typed and names listed: what counts as the same, and what somebody is told whose name is not.
import assert from 'node:assert/strict';
import { isSameName, whyAnotherName } from '../../domain/people/names.ts';
import { isSameName as isSameInFormat1 } from '../../evidence/verify/format1/names.ts';

describe('A typed name', () => {
  const same: [string, string][] = [
    ['José  García', 'jose\u0301 garci\u0301a'],
    [' ANNE MILLER ', 'Anne Miller'],
    ['Anne\u00a0Miller', 'Anne Miller'],
    ["Sean O'Brien", 'Sean O\u2019Brien'],
    ['Sean O\u02bcBrien', "Sean O'Brien"],
    ['Sean O`Brien', 'Sean O\u2018Brien'],
    ['Sean O\u00b4Brien', 'Sean O\u2019Brien'],
    ['ANNA STRAUSS', 'Anna Strauß'],
    ['Anna STRAU\u1e9e', 'Anna Strauß'],
    ['ŞÜKRÜ IĞDIR', 'Şükrü Iğdır'],
    ['İpek Sample', 'ipek sample'],
    ['Jean-Luc Sample', 'Jean\u2010Luc Sample'],
    ['Jean \u2013 Luc Sample', 'Jean-Luc Sample'],
    ['Carla\u200b Núñez', 'Carla Núñez'],
    ['\ufeffCarla Nu\u00ad\u0301ñez', 'Carla Nu\u0301ñez'],
    ['\u200eAnna Sample\u200f', 'Anna Sample'],
    ['ＡＮＮＡ Sample', 'Anna Sample'],
    ['ΟΔΥΣΣΕΥΣ Sample', 'Οδυσσευς Sample'],
  ];
  for (const [typed, listed] of same)
    it(`"${typed}" is the listed "${listed}"`, () => {
      assert.equal(isSameName(typed, listed), true);
      assert.equal(isSameInFormat1(typed, listed), true, 'a record that has it verifies');
      assert.equal(whyAnotherName(typed, listed), undefined);
    });

  const different: [string, string, RegExp][] = [
    ['Anne', 'Anne Miller', /listed as “Anne Miller”; type it as listed/],
    ['Anne Mil1er', 'Anne Miller', /type it as listed/],
    ['Jose Garcia', 'José García', /listed as “José García”; accents/],
    ['Carla Nunez', 'Carla Núñez', /accents/],
    ['Lukasz Sample', 'Łukasz Sample', /special letters/],
    ['Juergen Mueller', 'Jürgen Müller', /special letters/],
    ['Soeren Sample', 'Søren Sample', /special letters/],
    ['\u0410nna Sample', 'Anna Sample', /Cyrillic letter “\u0410” \(U\+0410\)/],
    ['Αnna Sample', 'Anna Sample', /Greek letter/],
    ['', 'Anna Sample', /type it as listed/],
    ['Anna Sample'.repeat(100), 'Anna Sample', /longer than any name/],
  ];
  for (const [typed, listed, says] of different)
    it(`"${typed.slice(0, 40)}" is not the listed "${listed}", and hears why`, () => {
      assert.equal(isSameName(typed, listed), false);
      assert.equal(isSameInFormat1(typed, listed), false, 'a record that has it does not verify');
      assert.match(whyAnotherName(typed, listed) ?? '', says);
    });
});
