// The rules that hold always, over random runs of a milestone: people in and out of turn, repeats, stale packages, missed deadlines.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { openAmendment } from '../../domain/amendments/consent.ts';
import type { EventType } from '../../domain/events.ts';
import { grantersOf, verifiersOf } from '../../domain/exceptions/verifiers.ts';
import { isOver, openExceptions, type Milestone, type Phase } from '../../domain/milestone.ts';
import { openPart } from '../../domain/acceptance/parts.ts';
import { outcomeToConfirm } from '../../domain/dispute/openOutcome.ts';
import { pendingAssignees } from '../../domain/requests/pendingAssignees.ts';
import * as act from './acts.ts';
import type { Act } from './acts.ts';
import { RandomRun } from './randomRun.ts';
import { givenTerms, withPlan } from './scenario.ts';
import { calendarOf, randomRuns, startedOnce, termsOf, type Chance } from './randomRunTerms.ts';
import {
  amending,
  answering,
  anyone,
  conceding,
  concluding,
  consenting,
  deputising,
  determining,
  inTime,
  menu,
  parting,
  passingOn,
  reportingGrave,
} from './randomActs.ts';
import { countAnew, timesTested, type RuleNumber } from './timesTested.ts';
import { nextAct } from './wayOut.ts';
import { propertyRuns } from '../run/properties.ts';

/** The owner shows something, or somebody else does not take it for closed. */
function closing(milestone: Milestone, n: number): Act {
  const [open] = openExceptions(milestone);
  const { exceptionId = '', ownerId = '' } = open ?? {};
  const [granter] = open ? grantersOf(milestone, open) : [];
  const [verifier = 'approver1'] = open ? verifiersOf(milestone, open) : [];
  if (n % 6 === 0) return act.extendException(exceptionId, '2026-04-20', granter);
  if (open?.closures?.at(-1)) return act.rejectClosure(exceptionId, verifier);
  return act.showClosed(exceptionId, n % 4 === 0 ? ownerId : anyone(n));
}

function whatIsAskedFor(milestone: Milestone, n: number): Act | undefined {
  if (openAmendment(milestone) && n % 2 === 0) return consenting(n >> 1);
  if (milestone.proposedRevocation) return n % 2 === 0 ? act.confirmRevocation() : act.declineRevocation();
  if (milestone.stage.phase === 'accepted') return act.proposeRevocation();
  if (outcomeToConfirm(milestone) && n % 4 === 0) return answering(n >> 2);
  if (milestone.stage.phase === 'facilitation') return concluding(n);
  if (milestone.stage.phase === 'escalated') return determining(n);
  if (milestone.stage.phase === 'acceptedWithExceptions' && n % 2 === 0) return closing(milestone, n);
  if (milestone.stage.phase === 'validating' && n % 7 === 0)
    return reportingGrave(pendingAssignees(milestone)[0] ?? 'nobody');
  if (milestone.stage.phase === 'validating' && n % 7 === 1)
    return conceding(pendingAssignees(milestone)[0] ?? 'nobody', n >> 3);
  if (milestone.stage.phase === 'formalSignOff' && n % 4 === 0) return parting(n >> 2);
  if (openPart(milestone) && n % 8 === 1) return act.withdrawPart(openPart(milestone)?.partId);
  if (n % 13 === 2) return amending(n >> 4);
  if (n % 13 === 5) return deputising(5 * (n >> 4));
  const standing = milestone.deputies.find((each) => each.ended === undefined);
  if (n % 13 === 4) return deputising(n >> 4);
  if (standing && n % 13 === 3) return act.endDeputy(standing.deputyshipId);
  if (n % 3 === 1) return inTime(milestone, n >> 2) ?? nextAct(milestone, 0);
  if (n % 5 === 0) return passingOn(Math.floor(n / 5));
  return nextAct(milestone, 0);
}

/** Each is a whole life of a milestone, with every rule judged after every event. */
const runs = propertyRuns(0.4);

/** Where chance takes over; from the beginning alone, it would seldom lead as far as a dispute or an exception. */
const beginnings = fc.constantFrom('compiling' as const, 'compiling', 'facilitation', 'acceptedWithExceptions');

/** Leads towards a phase by what people do who want to get there. */
function lead(run: RandomRun, towards: Phase): void {
  for (let turn = 0; run.milestone.stage.phase !== towards && !isOver(run.milestone) && turn < 40; turn += 1) {
    const { milestone } = run;
    const [asked = 'nobody'] = pendingAssignees(milestone);
    const isToSign = milestone.stage.phase === 'formalSignOff';
    if (isToSign && towards === 'facilitation') run.do(act.refuse(asked));
    else if (isToSign && openExceptions(milestone).length === 0) run.do(act.propose('E1'));
    else run.do(nextAct(milestone, 0) as Act);
  }
}

/** Whether what is put to signature could be so in parts, and none was so far. */
const isForPart = ({ stage, engagement, parts, exceptions }: Milestone): boolean =>
  stage.phase === 'formalSignOff' &&
  engagement.contract.partialAcceptance !== 'none' &&
  exceptions.length === 0 &&
  parts.every((each) => each.outcome !== undefined && each.outcome.kind !== 'accepted');

/** Half of the time somebody does what is asked, or milestones would hardly ever get beyond validation. */
function play(chance: Chance, beginning: Phase): RandomRun {
  const run = new RandomRun(startedOnce(termsOf(chance)), calendarOf(chance));
  lead(run, beginning);
  for (const pick of chance.picks) {
    const wanted = pick % 2 === 0 ? whatIsAskedFor(run.milestone, pick >> 6) : undefined;
    const n = pick >> 6;
    const chosen = (pick >> 1) % (menu.length + 7);
    const { stage } = run.milestone;
    if ('wait' in stage && stage.wait.finalNoticeAt !== undefined && n % 3 === 1) run.wait(n);
    else if (wanted) run.do(wanted);
    else if (outcomeToConfirm(run.milestone) && n % 4 === 0) run.wait(n);
    else if (chosen === menu.length) run.wait(n);
    else if (chosen === menu.length + 1) run.again(n);
    else if (chosen === menu.length + 2 || chosen === menu.length + 3) run.invoice(n);
    else if (chosen > menu.length) for (let step = 0; step < 4; step += 1) run.wait(n);
    else run.do((menu[chosen] as (n: number) => Act)(n));
  }
  return run;
}

describe('A milestone in whatever random run', function () {
  this.timeout(900_000);
  before(countAnew);
  const reached = new Set<string>();
  const happened = new Set<string>();
  let conceded = 0;
  const inParts = { once: 0, last: 0 };

  it('keeps every rule that holds always, and can always be brought to acceptance or, once over, stays so', () => {
    fc.assert(
      fc.property(randomRuns(), beginnings, (chance, beginning) => {
        const played = play(chance, beginning);
        reached.add(played.milestone.stage.phase);
        for (let turn = 0; !isOver(played.milestone) && turn < 100; turn += 1) {
          if (turn % 3 === 0 && isForPart(played.milestone)) played.do(act.proposePart(['D1']));
          const next = nextAct(played.milestone, turn);
          assert.ok(next);
          played.do(next);
          played.invoice(turn);
        }
        assert.ok(isOver(played.milestone), `no way out of ${played.milestone.stage.phase}`);
        played.check();
        played.happened.forEach((each) => happened.add(each));
        conceded += played.auditor.concessions.accepted;
        if (played.auditor.parts.count > 0) inParts.once += 1;
        if (played.milestone.acceptances.some((each) => each.part?.isLast)) inParts.last += 1;
      }),
      { numRuns: runs },
    );
  });

  it('was accepted now and then with a mandatory requirement not met, under an exception', () => {
    assert.ok(conceded >= runs / 100, `${conceded} times only`);
  });

  it('was accepted now and then in parts, and to the last of them', () => {
    assert.ok(inParts.last >= runs / 100, `${inParts.once} times a part, ${inParts.last} times the last`);
  });

  it('was seen in every phase', () => {
    assert.deepEqual([...reached].sort(), [
      'accepted',
      'acceptedWithExceptions',
      'cancelled',
      'compiling',
      'escalated',
      'facilitation',
      'formalSignOff',
      'inReview',
      'revoked',
      'rework',
      'terminated',
      'validating',
    ]);
  });

  it('saw everything happen that can, or sees what is left when it is played on', () => {
    const can: EventType[] = [
      'personCorrected',
      'deputyNamed',
      'deputyAppointed',
      'deputyEnded',
      'deputised',
      'packageTakenBack',
      'amendmentProposed',
      'amendmentConsented',
      'amendmentDeclined',
      'amendmentWithdrawn',
      'consentStepDue',
      'amendmentLapsed',
      'planAmended',
      'signatureWithdrawn',
      'decidingDeclined',
      'informationAsked',
      'clockStopped',
      'clockResumed',
      'nudged',
      'ownTimeTaken',
      'moreTimeAsked',
      'personAdded',
      'askedAgain',
      'partProposed',
      'partWithdrawn',
      'partAccepted',
      'silenceDeemed',
      'silenceNotDeemed',
      'furtherPeriodExtended',
      'deadlineExtended',
      'facilitationOutcomeConfirmed',
      'facilitationOutcomeOpposed',
      'facilitationOutcomeUnopposed',
      'closureEvidenceSubmitted',
      'closureRejected',
      'exceptionVerified',
      'exceptionExtended',
      'exceptionFailed',
      'revocationProposed',
      'revocationDeclined',
      'revoked',
      'closedOut',
    ];
    const missing = (): EventType[] => can.filter((each) => !happened.has(each));
    const { seed = 0 } = fc.readConfigureGlobal();
    for (let more = 1; missing().length > 0 && more <= 100; more += 1)
      for (const [chance, beginning] of fc.sample(fc.tuple(randomRuns(), beginnings), {
        numRuns: 30,
        seed: seed + more,
      }))
        play(chance, beginning).happened.forEach((each) => happened.add(each));
    assert.deepEqual(missing(), []);
  });

  for (const rule of Object.keys(timesTested).map((each) => Number(each) as RuleNumber))
    it(`put rule ${rule} to the test again and again`, () => {
      assert.ok(timesTested[rule] >= runs, `${timesTested[rule]} times only`);
    });

  it('ends terminated when nobody is left who may sign, and is never let through', () => {
    const onlySubmitter = {
      approvalAuthorityList: [{ name: 'Firm', members: [{ personId: 'manager' }] }],
    };
    const chance = { plan: 0, maxReworkCycles: 1, silence: 0, calendar: 0, amount: '100000.00' };
    const before = withPlan(givenTerms(termsOf(chance), ...act.toReview), onlySubmitter);
    const start = { ...startedOnce(termsOf(chance)), plan: before.milestone.plan };
    const since = { milestone: before.milestone, events: before.history.slice(1) };
    const run = new RandomRun(start, calendarOf(chance), since);
    while (run.milestone.stage.phase !== 'escalated') run.do(nextAct(run.milestone, 0) as Act);
    run.do(act.determine('formalSignOff'));
    assert.equal(run.milestone.stage.phase, 'escalated');
    run.do(act.determine('terminate'));
    assert.equal(run.milestone.stage.phase, 'terminated');
  });
});
