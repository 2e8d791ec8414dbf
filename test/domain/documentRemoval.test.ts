// Who may remove a document before it is submitted, and what keeps it.
import assert from 'node:assert/strict';
import { assertMayGo } from '../../domain/compilation/documentRemoval.ts';
import { standing } from './documentStanding.ts';
import { hold } from './keptRecord.ts';

describe('A document', () => {
  it('may be removed by whoever uploaded it and by the engagement manager, and by nobody else', () => {
    for (const by of ['author', 'manager']) assertMayGo(standing(), by);
    assert.throws(() => assertMayGo(standing(), 'sponsor'), { code: 'WRONG_ACTOR', field: 'personId' });
    assert.throws(() => assertMayGo(standing({ uploadedById: undefined }), 'author'), { code: 'WRONG_ACTOR' });
  });

  it('stays once anything on record names it, whoever asks', () => {
    for (const by of ['author', 'manager'])
      assert.throws(() => assertMayGo(standing({ isNamed: true }), by, 'replaces'), {
        ...{ code: 'DOCUMENT_IN_USE', field: 'replaces' },
        message: /^design\.pdf is part of a package that was submitted/,
      });
  });

  it('stays under a legal hold until that is released', () => {
    const open = hold();
    assert.throws(() => assertMayGo(standing({ holds: [open] }), 'manager'), { code: 'UNDER_LEGAL_HOLD' });
    const release = { reason: 'Settled', releasedBy: open.placedBy, releasedAt: open.placedAt };
    assertMayGo(standing({ holds: [{ ...open, release }] }), 'manager');
  });
});
