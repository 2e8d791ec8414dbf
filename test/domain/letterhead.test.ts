// The letterhead of certificates, as it is registered: a colour that can be read, a logo of a type and size that can be set.
import assert from 'node:assert/strict';
import { letterhead, logoLimits } from '../../domain/terms/letterhead.ts';
import { logoPng } from '../support/png.ts';

const refused = (given: object): string[] =>
  letterhead.safeParse(given).error?.issues.map((each) => `${each.path.join('.')}: ${each.message}`) ?? [];

describe('Letterhead of an engagement', () => {
  it('has a name, a colour and a logo, each of which may be left out', () => {
    const whole = { name: 'The Firm, Advisory', colour: '#7a1e46', logo: logoPng().toString('base64') };
    assert.deepEqual(letterhead.parse(whole), whole);
    assert.deepEqual(letterhead.parse({}), {});
  });

  it('has a colour that can be read on white, in six digits', () => {
    for (const colour of ['#000000', '#14324f', '#767676']) assert.deepEqual(refused({ colour }), []);
    for (const colour of ['#777777', '#ffcc00', '#ffffff'])
      assert.match(refused({ colour }).join(), /^colour: too light to be read on white/, colour);
    for (const colour of ['red', '#14324F', '#123', '#14324f00'])
      assert.match(refused({ colour }).join(), /^colour: use six hexadecimal digits/, colour);
  });

  it('has a logo that is PNG or JPEG and small', () => {
    for (const bytes of [Buffer.from('<svg/>'), Buffer.from('GIF89a'), Buffer.from('%PDF-1.7')])
      assert.match(refused({ logo: bytes.toString('base64') }).join(), /^logo: use a PNG or JPEG/);
    const large = Buffer.concat([logoPng(), Buffer.alloc(logoLimits.bytes)]).toString('base64');
    assert.deepEqual(refused({ logo: large }), ['logo: keep the logo within 32 KB']);
    assert.match(refused({ logo: 'not base64!' }).join(), /^logo: /);
  });
});
