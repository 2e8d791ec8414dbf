// Whether a workflow and its record are where the other is, and what is reason enough to ask.
import assert from 'node:assert/strict';
import { compared, disagreements, firstLook, mendingOf, type OnRecord } from '../../domain/records/agreement.ts';

const deadline = '2026-03-02T17:00:00.000Z';
const record: OnRecord = { sequence: 4, phase: 'validating', deadline };
const listed = { phase: 'validating', deadline: '2026-03-02T17:00:00Z', nextStep: '2026-03-01T17:00:00.000Z' };

describe('A workflow beside the record of its milestone', () => {
  it('agrees where both name the same stage and deadline, and its next step is to come, or only just past', () => {
    assert.equal(firstLook(record, listed, '2026-03-01T09:00:00.000Z'), 'agrees');
    assert.equal(firstLook(record, listed, '2026-03-01T17:09:00.000Z'), 'agrees');
  });

  it('is to be asked where stage or deadline differ, but not before anything is on record', () => {
    const now = '2026-03-01T09:00:00.000Z';
    assert.equal(firstLook({ ...record, phase: 'inReview' }, listed, now), 'differs');
    assert.equal(firstLook({ ...record, deadline: '2026-03-09T17:00:00.000Z' }, listed, now), 'differs');
    assert.equal(firstLook(record, { ...listed, deadline: undefined }, now), 'differs');
    assert.equal(firstLook({ sequence: 0, phase: 'compiling' }, listed, now), 'agrees');
  });

  it('is unattended once what was due has not been done for ten minutes', () => {
    assert.equal(firstLook(record, listed, '2026-03-01T17:11:00.000Z'), 'unattended');
  });

  it('is behind or ahead by the number of the last event', () => {
    assert.deepEqual([compared(3, 3), compared(2, 3), compared(4, 3)], ['agrees', 'behind', 'ahead']);
  });

  it('is mended from a record that knows all there is; anything else waits until somebody says that the record is right, or a worker answers', () => {
    const mended = disagreements.map((each) => [each, mendingOf(each, false), mendingOf(each, true)]);
    assert.deepEqual(mended, [
      ['missing', 'goesOn', 'goesOn'],
      ['behind', 'goesOn', 'goesOn'],
      ['ahead', 'left', 'goesOn'],
      ['completed', 'left', 'goesOn'],
      ['stuck', 'left', 'goesOn'],
      ['silent', 'left', 'left'],
      ['unknown', 'left', 'ends'],
    ]);
  });
});
