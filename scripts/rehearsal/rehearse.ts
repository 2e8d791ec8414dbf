// Plays a milestone on the time-skipping server by its script; real workflow and real rules, and nobody is mailed.
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { endOfBusinessHours, startOfBusinessDay } from '../../domain/time/businessTime.ts';
import type { CommandName } from '../../domain/commands.ts';
import { isOver, personOf, type Milestone } from '../../domain/milestone.ts';
import { kindOfCommand } from '../../domain/people/decisionKinds.ts';
import type { Actor } from '../../domain/people/people.ts';
import { keyOfSystem } from '../../domain/people/systems.ts';
import { wantsCode } from '../../domain/terms/channels.ts';
import { nextInstant } from '../../domain/time/onTimer.ts';
import { pendingAssignees } from '../../domain/requests/pendingAssignees.ts';
import { resolveTestServer } from '../../stack/temporalBinary.ts';
import { createWorker } from '../../worker/createWorker.ts';
import { registerSearchAttributes } from '../../worker/searchAttributeRegistration.ts';
import type { milestoneSignOff } from '../../workflows/index.ts';
import { milestoneQuery, updates } from '../../workflows/messages.ts';
import { milestoneWorkflowId } from '../../workflows/temporalNames.ts';
import { scriptedActions, type ScriptedAction } from './scriptedActions.ts';
import { InMemoryActivities, type RehearsedMail } from './inMemoryActivities.ts';
import { ScriptError, type Delay, type Line, type Rehearsal } from './script.ts';

export interface RehearsalResult {
  milestone: Milestone;
  mails: RehearsedMail[];
  /** What the script wanted and the rules refused, in words. */
  refused: string[];
  /** Lines of the script that were never reached. */
  unused: Line[];
}

interface Planned {
  at: string;
  line: Line;
}

const taskQueue = 'rehearsal';

/** Throws ScriptError when the script starts in the past. */
export async function rehearse(
  given: Rehearsal,
  onMail: (mail: RehearsedMail) => void = () => undefined,
): Promise<RehearsalResult> {
  const { path } = await resolveTestServer();
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  });
  try {
    await registerSearchAttributes(environment.connection, 'default');
    await sleepUntilStart(environment, given.startsAt);
    const effects = new InMemoryActivities(given.undelivered, onMail);
    const worker = await createWorker({
      connection: environment.nativeConnection,
      namespace: 'default',
      activities: effects.activities(),
      taskQueue,
    });
    return await worker.runUntil(() => new Performance(environment, given, effects).play());
  } finally {
    await environment.teardown();
  }
}

async function sleepUntilStart(environment: TestWorkflowEnvironment, startsAt: string | undefined): Promise<void> {
  if (startsAt === undefined) return;
  const ahead = Date.parse(startsAt) - (await environment.currentTimeMs());
  if (ahead < 0) throw new ScriptError(`startsAt: ${startsAt} is past; choose a later instant, or leave it out.`);
  await environment.sleep(ahead);
}

class Performance {
  readonly #environment: TestWorkflowEnvironment;
  readonly #given: Rehearsal;
  readonly #effects: InMemoryActivities;
  readonly #waiting: Line[];
  readonly #refused: string[] = [];
  readonly #triggered = new Set<string>();
  #planned: Planned[] = [];

  constructor(environment: TestWorkflowEnvironment, given: Rehearsal, effects: InMemoryActivities) {
    this.#environment = environment;
    this.#given = given;
    this.#effects = effects;
    this.#waiting = [...given.script];
  }

  async play(): Promise<RehearsalResult> {
    const { milestoneId, engagement, plan, untilDays } = this.#given;
    const startsAt = await this.#now();
    const handle = await this.#environment.client.workflow.start<typeof milestoneSignOff>('milestoneSignOff', {
      workflowId: milestoneWorkflowId(milestoneId),
      taskQueue,
      args: [{ milestoneId, engagement, plan, startedBy: rehearser('rehearsal') }],
    });
    const last = new Date(Date.parse(startsAt) + untilDays * 86_400_000).toISOString();
    let milestone = await handle.query(milestoneQuery);
    while (!isOver(milestone)) {
      this.#plan(milestone, await this.#now());
      const planned = this.#planned[0];
      const instants = [planned?.at, nextInstant(milestone)].filter((each) => each !== undefined).sort();
      const next = instants[0];
      if (next === undefined || next > last) break;
      await this.#sleepUntil(next);
      if (planned?.at === next) {
        this.#planned.shift();
        await this.#perform(planned.line, await handle.query(milestoneQuery), (name, message) =>
          handle.executeUpdate(updates[name], { args: [message] }),
        );
      } else await this.#sleepUntil(new Date(Date.parse(next) + 1000).toISOString());
      milestone = await handle.query(milestoneQuery);
    }
    if (isOver(milestone)) await handle.result();
    else await handle.terminate('The rehearsal is over.');
    const { mails } = this.#effects;
    return {
      milestone,
      mails,
      refused: this.#refused,
      unused: [...this.#waiting, ...this.#planned.map((each) => each.line)],
    };
  }

  /** Whoever is asked in this round takes their next line for the phase; so does whoever acts without being asked. */
  #plan(milestone: Milestone, now: string): void {
    const { phase } = milestone.stage;
    const asked = pendingAssignees(milestone);
    for (const who of new Set(this.#waiting.map((each) => each.who))) {
      const key = `${milestone.round} ${who}`;
      if (this.#triggered.has(key)) continue;
      for (let isTaken = false; ;) {
        const index = this.#waiting.findIndex(
          (each) => each.who === who && each.on === phase && isPossible(each, milestone),
        );
        const line = this.#waiting[index];
        if (!line) break;
        const isUnasked = 'isUnasked' in scriptedActions[line.does];
        if (!isUnasked && (isTaken || !asked.includes(who))) break;
        this.#waiting.splice(index, 1);
        this.#triggered.add(key);
        isTaken ||= !isUnasked;
        this.#planned.push({ at: instantAfter(now, line.after, milestone), line });
      }
    }
    this.#planned.sort((a, b) => a.at.localeCompare(b.at));
  }

  async #perform(
    line: Line,
    milestone: Milestone,
    send: (name: (typeof scriptedActions)[Line['does']]['command'], message: object) => Promise<unknown>,
  ): Promise<void> {
    const action = scriptedActions[line.does];
    const usual = action.fields(milestone, line.who);
    const messageId = `rehearsed-${Object.keys(milestone.messages).length + 1}`;
    const actor = deciderIn(milestone, line.who, action.command);
    const voucher = { ...played, takenAt: await this.#now() };
    await send(action.command, { ...usual, ...line.with, messageId, actor, voucher }).catch((error: Error) => {
      const why = error.cause instanceof Error ? error.cause.message : error.message;
      this.#refused.push(`${line.who} ${line.does} (${line.on}): ${why}`);
    });
  }

  async #now(): Promise<string> {
    return new Date(await this.#environment.currentTimeMs()).toISOString();
  }

  async #sleepUntil(instant: string): Promise<void> {
    const ahead = Date.parse(instant) - (await this.#environment.currentTimeMs());
    if (ahead > 0) await this.#environment.sleep(ahead);
  }
}

const isPossible = ({ does, who }: Line, milestone: Milestone): boolean =>
  (scriptedActions[does] as ScriptedAction).isPossible?.(milestone, who) ?? true;

/** Nobody checks it here, since nothing is put on record. */
const played = { keyId: '0'.repeat(16), entrance: 'page', signature: `${'A'.repeat(86)}==` } as const;

const rehearser = (personId: string) => ({
  personId,
  role: 'engagementManager' as const,
  authentication: { method: 'temporalMessage' as const },
});

/** As the contract wants it decided: behind the link, with a code where one is asked for, or by the system that the plan names. */
function deciderIn(milestone: Milestone, personId: string, command: CommandName): Actor {
  const actor = rehearser(personId);
  const kind = kindOfCommand(command);
  if (kind === undefined) return actor;
  const keyId = keyOfSystem(milestone, personId);
  if (keyId !== undefined) return { ...actor, authentication: { method: 'apiKey', keyId } };
  const isConfirmed = wantsCode(milestone.engagement.contract, personOf(milestone, personId)?.party ?? 'client', kind);
  const codeConfirmedAt = milestone.startedAt;
  const link = { method: 'requestLink' as const, requestId: 'rehearsed' };
  return { ...actor, authentication: isConfirmed ? { ...link, codeConfirmedAt } : link };
}

function instantAfter(from: string, { businessDays, businessHours, minutes = 0 }: Delay, milestone: Milestone): string {
  const { calendar } = milestone.engagement.contract;
  if (businessDays !== undefined) return startOfBusinessDay(from, businessDays, calendar);
  if (businessHours !== undefined) return endOfBusinessHours(from, businessHours, calendar);
  return new Date(Date.parse(from) + minutes * 60_000).toISOString();
}
