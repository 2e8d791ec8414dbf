// Retention: from when, how long, what stands against disposal; and rule 8 over random runs of what is done to a record.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { contractTerms } from '../../domain/terms/engagement.ts';
import { SignOffError } from '../../domain/errors.ts';
import { obstaclesToDisposal, retentionOf, type RetentionState } from '../../domain/records/retention.ts';
import {
  decideOnDisposal,
  decideOnEnd,
  decideOnErasure,
  decideOnHold,
  decideOnRelease,
} from '../../domain/records/retentionActs.ts';
import { retentionAfter, type RetentionFact } from '../../domain/records/retentionFold.ts';
import { propertyRuns } from '../run/properties.ts';
import { counsel, disposal, hold, keptRecord, placing, release, termsWith } from './keptRecord.ts';

const codeOf = (act: () => unknown): string | undefined => {
  try {
    act();
    return undefined;
  } catch (error) {
    assert.ok(error instanceof SignOffError, String(error));
    return error.code;
  }
};

describe('Terms of retention', () => {
  const parsed = (retention: object | undefined) =>
    contractTerms.safeParse({ reference: 'C', statementOfWork: 'S', ...(retention ? { retention } : {}) });

  it('are by the form of the contract unless agreed otherwise', () => {
    assert.deepEqual(parsed(undefined).data?.retention, { rule: 'byForm' });
    assert.equal(retentionOf(keptRecord()).years, 7);
    assert.equal(retentionOf(keptRecord({ contract: termsWith({ form: 'deed' }) })).years, 13);
    const latent = termsWith({ form: 'deed', retention: { rule: 'latentDamage' } });
    assert.equal(retentionOf(keptRecord({ contract: latent })).years, 16);
    assert.equal(retentionOf(keptRecord({ contract: termsWith({ retention: { rule: 'own', years: 30 } }) })).years, 30);
  });

  for (const [retention, says] of [
    [{ rule: 'own' }, /give the years/],
    [{ years: 10 }, /leave years out, or use the rule "own"/],
    [{ rule: 'latentDamage', years: 16 }, /leave years out/],
    [{ rule: 'own', years: 0 }, /./],
    [{ rule: 'own', years: 7.5 }, /./],
  ] as const)
    it(`refuse ${JSON.stringify(retention)}, naming the years`, () => {
      const issue = parsed(retention).error?.issues[0];
      assert.deepEqual(issue?.path, ['retention', 'years']);
      assert.match(issue?.message ?? '', says);
    });
});

describe('Retention of a record', () => {
  it('runs from the latest of certificate, close-out and the end of the engagement', () => {
    const closings: RetentionState['closings'] = [
      { what: 'acceptance', at: '2026-03-05T10:00:00.000Z' },
      { what: 'closeOut', at: '2026-05-01T10:00:00.000Z' },
    ];
    assert.equal(retentionOf(keptRecord({ closings, engagementEndedOn: '2026-04-30' })).runsFrom, '2026-05-01');
    const ended = retentionOf(keptRecord({ closings, engagementEndedOn: '2027-01-31' }));
    assert.deepEqual(
      [ended.runsFrom, ended.keptUntil, ended.disposableFrom],
      ['2027-01-31', '2034-01-31', '2034-02-01'],
    );
    assert.equal(ended.basis.length, 3);
  });

  it('has no date while the engagement has no end on record, and says so', () => {
    const { engagementEndedOn: _none, ...open } = keptRecord();
    assert.equal(retentionOf(open).keptUntil, undefined);
    const [obstacle, ...rest] = obstaclesToDisposal(open, '2999-01-01T00:00:00.000Z');
    assert.deepEqual([obstacle?.code, rest], ['RETENTION_NOT_OVER', []]);
    assert.match(obstacle?.detail ?? '', /E1 has no end on record/);
  });

  it('takes an instant for the local date of the contract’s zone', () => {
    const at = '2026-03-05T23:30:00.000Z';
    const inTokyo = termsWith({ calendar: { timeZone: 'Asia/Tokyo' } });
    const of = (contract: RetentionState['contract']) =>
      retentionOf(keptRecord({ contract, closings: [{ what: 'acceptance', at }] })).runsFrom;
    assert.deepEqual([of(termsWith()), of(inTokyo)], ['2026-03-05', '2026-03-06']);
  });

  it('ends with February where it began on a leap day and the last year has none', () => {
    const from = (engagementEndedOn: string, years: number) =>
      retentionOf(
        keptRecord({
          closings: [{ what: 'termination', at: '2024-01-01T00:00:00.000Z' }],
          engagementEndedOn,
          contract: termsWith({ retention: { rule: 'own', years } }),
        }),
      );
    assert.deepEqual(
      [from('2028-02-29', 7).keptUntil, from('2028-02-29', 7).disposableFrom],
      ['2035-02-28', '2035-03-01'],
    );
    assert.deepEqual(
      [from('2028-02-29', 4).keptUntil, from('2028-02-29', 4).disposableFrom],
      ['2032-02-29', '2032-03-01'],
    );
    assert.equal(from('2028-02-28', 4).disposableFrom, '2032-02-29');
  });

  it('is over when the day after has begun where the contract is, not before', () => {
    const contract = termsWith({ calendar: { timeZone: 'America/New_York' } });
    const record = keptRecord({ contract });
    assert.equal(
      codeOf(() => decideOnDisposal(record, disposal, '2033-03-06T04:59:59.999Z')),
      'RETENTION_NOT_OVER',
    );
    assert.equal(
      codeOf(() => decideOnDisposal(record, disposal, '2033-03-06T05:00:00.000Z')),
      undefined,
    );
  });
});

describe('Acts of record keeping', () => {
  const now = '2034-01-01T12:00:00.000Z';

  it('take no end of an engagement that has not come, and the same one twice as once', () => {
    const of = keptRecord();
    const end = { endedOn: '2034-01-02', reason: 'Done', recordedBy: counsel };
    assert.equal(
      codeOf(() => decideOnEnd(of, end, now)),
      'INVALID_MESSAGE',
    );
    assert.equal(decideOnEnd(of, { ...end, endedOn: '2026-03-05' }, now), undefined);
    assert.equal(decideOnEnd(of, { ...end, endedOn: '2026-03-06' }, now)?.endedOn, '2026-03-06');
  });

  it('hold nothing that is gone', () => {
    assert.equal(
      codeOf(() => decideOnHold({ milestoneId: 'M1', disposedAt: now }, 'H1', placing, now)),
      'MILESTONE_DISPOSED',
    );
  });

  it('release a hold once', () => {
    const first = decideOnRelease([hold()], 'H1', release, now);
    assert.ok(first);
    const { holds } = retentionAfter(keptRecord(), [{ type: 'holdPlaced', hold: hold() }, first]);
    assert.equal(decideOnRelease(holds, 'H1', release, now), undefined);
  });

  it('name everything that stands against disposal, the gravest first', () => {
    const { engagementEndedOn: _none, ...open } = keptRecord({ pending: ['it is under way'], holds: [hold()] });
    assert.deepEqual(
      obstaclesToDisposal(open, now).map((each) => each.code),
      ['MILESTONE_NOT_OVER', 'UNDER_LEGAL_HOLD', 'RETENTION_NOT_OVER'],
    );
  });

  it('erase nobody under a hold, from a milestone under way, on a request from the future, or while a mail to them is being sent', () => {
    const request = { personId: 'user1', reason: 'Art. 17', requestedOn: '2033-12-31' };
    const erasing = (changes: object = {}) => ({ ...keptRecord(), isMailBeingSent: false, ...changes });
    assert.equal(
      codeOf(() => decideOnErasure(erasing({ holds: [hold()] }), request, now)),
      'UNDER_LEGAL_HOLD',
    );
    assert.equal(
      codeOf(() => decideOnErasure(erasing({ pending: ['it is under way'] }), request, now)),
      'MILESTONE_NOT_OVER',
    );
    assert.equal(
      codeOf(() => decideOnErasure(erasing(), { ...request, requestedOn: '2034-01-02' }, now)),
      'INVALID_MESSAGE',
    );
    assert.equal(
      codeOf(() => decideOnErasure(erasing({ isMailBeingSent: true }), request, now)),
      'MILESTONE_NOT_OVER',
    );
    assert.equal(
      codeOf(() => decideOnErasure(erasing(), request, now)),
      undefined,
    );
  });
});

/** Days since 1 January 2020, as dates and instants: an account of time of this test's own. */
const epoch = Date.UTC(2020, 0, 1);
const dayOf = (date: string): number => (Date.parse(`${date}T00:00:00Z`) - epoch) / 86_400_000;
const dateOfDay = (day: number): string => new Date(epoch + day * 86_400_000).toISOString().slice(0, 10);
const noonOf = (day: number): string => `${dateOfDay(day)}T12:00:00.000Z`;

/** The first day on which a record whose period began on `day` may go, counted without the code under test. */
function freeFrom(day: number, years: number): number {
  const [year = 0, month = 1, date = 1] = dateOfDay(day).split('-').map(Number);
  const isLeapDay = month === 2 && date === 29;
  const hasLeapDay = new Date(Date.UTC(year + years, 1, 29)).getUTCMonth() === 1;
  const until = Date.UTC(year + years, month - 1, isLeapDay && !hasLeapDay ? 28 : date);
  return (until - epoch) / 86_400_000 + 1;
}

type Step =
  | { kind: 'wait'; days: number }
  | { kind: 'close'; what: RetentionState['closings'][number]['what'] }
  | { kind: 'end'; daysAgo: number }
  | { kind: 'hold'; on: 'milestone' | 'engagement'; id: number }
  | { kind: 'release'; id: number }
  | { kind: 'erase' }
  | { kind: 'dispose' };

const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('wait' as const), days: fc.nat(2600) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('close' as const),
      what: fc.constantFrom('acceptance' as const, 'closeOut' as const, 'revocation' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('end' as const), daysAgo: fc.integer({ min: -3, max: 900 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('hold' as const),
      on: fc.constantFrom('milestone' as const, 'engagement' as const),
      id: fc.nat(3),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('release' as const), id: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('erase' as const) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('dispose' as const) }) },
);

const contracts = fc.constantFrom(
  { years: 7, terms: {} },
  { years: 13, terms: { form: 'deed' } },
  { years: 16, terms: { retention: { rule: 'latentDamage' } } },
  { years: 1, terms: { retention: { rule: 'own', years: 1 } } },
  { years: 4, terms: { retention: { rule: 'own', years: 4 } } },
);

/** However a run went, disposal is asked for once more years later. */
const late: Step[] = [{ kind: 'wait', days: 3000 }, { kind: 'dispose' }];

/** What was done to a record, kept beside the state it led to. */
class Account {
  day = 0;
  closedOn: number | undefined;
  endedOn: number | undefined;
  readonly held = new Set<string>();
  isGone = false;

  mayGo(years: number): boolean {
    const { closedOn, endedOn } = this;
    if (this.isGone || this.held.size > 0 || closedOn === undefined || endedOn === undefined) return false;
    return this.day >= freeFrom(Math.max(closedOn, endedOn), years);
  }
}

describe('A record in whatever random run', function () {
  this.timeout(600_000);
  const seen = { disposed: 0, heldBack: 0, tooEarly: 0, withoutEnd: 0, notOver: 0, released: 0, corrected: 0 };

  function play(run: readonly Step[], { years, terms }: { years: number; terms: object }): void {
    const account = new Account();
    const { milestoneId, engagementId, contract } = keptRecord({
      contract: termsWith({ calendar: { timeZone: 'UTC' }, ...terms }),
    });
    const facts: RetentionFact[] = [];
    const read = (): RetentionState => {
      const pending = account.closedOn === undefined ? ['it is under way'] : [];
      return retentionAfter({ milestoneId, engagementId, contract, pending }, facts);
    };
    const take = (fact: RetentionFact | undefined): void => void (fact && facts.push(fact));
    for (const step of run) {
      const now = noonOf(account.day);
      const state = read();
      switch (step.kind) {
        case 'wait':
          account.day += step.days;
          break;
        case 'close':
          if (account.isGone) break;
          take({ type: 'closed', what: step.what, at: now });
          account.closedOn = account.day;
          break;
        case 'end': {
          const day = account.day - step.daysAgo;
          const end = { endedOn: dateOfDay(day), reason: 'Done', recordedBy: counsel };
          if (step.daysAgo < 0)
            assert.equal(
              codeOf(() => decideOnEnd(state, end, now)),
              'INVALID_MESSAGE',
            );
          else {
            take(decideOnEnd(state, end, now));
            if (account.endedOn !== undefined) seen.corrected += 1;
            account.endedOn = day;
            assert.equal(dayOf(read().engagementEndedOn ?? ''), day);
          }
          break;
        }
        case 'hold': {
          const holdId = `H${step.id}-${account.held.size}-${account.day}`;
          const of = step.on === 'engagement' ? {} : state;
          if (account.isGone && step.on === 'milestone')
            assert.equal(
              codeOf(() => decideOnHold(of, holdId, placing, now)),
              'MILESTONE_DISPOSED',
            );
          else if (!state.holds.some((each) => each.holdId === holdId)) {
            take(decideOnHold(of, holdId, placing, now));
            account.held.add(holdId);
          }
          break;
        }
        case 'release': {
          const holdId = [...account.held][step.id] ?? 'none';
          if (holdId === 'none')
            assert.equal(
              codeOf(() => decideOnRelease(state.holds, holdId, release, now)),
              'HOLD_UNKNOWN',
            );
          else {
            take(decideOnRelease(state.holds, holdId, release, now));
            account.held.delete(holdId);
            seen.released += 1;
          }
          break;
        }
        case 'erase': {
          const request = { personId: 'user1', reason: 'Art. 17', requestedOn: dateOfDay(account.day) };
          const isFree = !account.isGone && account.held.size === 0 && account.closedOn !== undefined;
          assert.equal(
            codeOf(() => take(decideOnErasure({ ...state, isMailBeingSent: false }, request, now))) === undefined,
            isFree,
          );
          break;
        }
        case 'dispose': {
          const mayGo = account.mayGo(years);
          const refusal = codeOf(() => take(decideOnDisposal(state, disposal, now)));
          assert.equal(refusal === undefined, mayGo, `${refusal} on ${dateOfDay(account.day)}`);
          if (refusal === undefined) seen.disposed += 1;
          else if (!account.isGone) {
            if (account.closedOn === undefined) seen.notOver += 1;
            else if (account.held.size > 0) seen.heldBack += 1;
            else if (account.endedOn === undefined) seen.withoutEnd += 1;
            else seen.tooEarly += 1;
          }
          account.isGone ||= mayGo;
          assert.equal(read().disposedAt !== undefined, account.isGone);
          break;
        }
        default:
          step satisfies never;
      }
    }
  }

  it('is never disposed of under a hold or before its date, and can be otherwise', () => {
    fc.assert(
      fc.property(fc.array(steps, { minLength: 1, maxLength: 25, size: 'max' }), contracts, (run, contract) =>
        play([...run, ...late], contract),
      ),
      { numRuns: propertyRuns() },
    );
  });

  it('was disposed of, held back, too early, without an end and under way, each again and again', () => {
    for (const [what, times] of Object.entries(seen))
      assert.ok(times >= propertyRuns(1 / 15), `${what}: ${times} times only`);
  });
});
