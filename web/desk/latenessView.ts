// The ledger of lateness as the page of a milestone shows it: of stages and waits in which somebody was late or the clock stood still. Decides nothing.
import type { RecordedEvent } from '../../domain/events.ts';
import { latenessByStage, latenessOf, type StageLateness, type WaitLateness } from '../../domain/time/lateness.ts';
import type { Words } from '../../mail/messages/words.ts';
import { phaseWord } from './phaseWords.ts';

/** Undefined where nobody was late and nothing stood still. */
export function latenessView(
  events: readonly RecordedEvent[],
  { words, timeZone, now }: { words: Words; timeZone: string; now: string },
) {
  const waits = latenessOf(events, now);
  if (!waits.some(isTold)) return undefined;
  const told = waits.filter(isTold);
  const { said: instant, zone } = words.instants(told.flatMap(timesIn), timeZone);
  return {
    stages: latenessByStage(waits)
      .filter(isTold)
      .map((each) => ({ phase: phaseWord(words, each.phase), ...timesOf(each, words) })),
    zone: zone && words.say('desk.milestone.zone', { zone }),
    waits: told.map((each) => ({
      stage: stageOf(each, words),
      from: instant(each.openedAt),
      to: each.endedAt === undefined ? undefined : instant(each.endedAt),
      deadline: instant(each.deadline),
      was: each.firstDeadline === each.deadline ? undefined : instant(each.firstDeadline),
      ...timesOf(each, words),
    })),
  };
}

const timesIn = ({ openedAt, endedAt, deadline, firstDeadline }: WaitLateness): string[] => [
  ...[openedAt, deadline, firstDeadline],
  ...(endedAt === undefined ? [] : [endedAt]),
];

const isTold = ({
  stoppedSeconds,
  lateSeconds: { firm, client },
}: Pick<StageLateness, 'stoppedSeconds' | 'lateSeconds'>): boolean => stoppedSeconds + firm + client > 0;

const timesOf = (
  { stoppedSeconds, lateSeconds: { firm, client } }: Pick<StageLateness, 'stoppedSeconds' | 'lateSeconds'>,
  words: Words,
) => ({
  ...{ firm: duration(firm, words), client: duration(client, words), stopped: duration(stoppedSeconds, words) },
});

const stageOf = ({ phase, group }: WaitLateness, words: Words): string =>
  group === undefined
    ? phaseWord(words, phase)
    : words.say('desk.lateness.group', { stage: phaseWord(words, phase), group: String(group) });

/** In whole hours: who claims for delay counts by the record, which has seconds. */
function duration(seconds: number, { say }: Words): string {
  const hours = Math.floor(seconds / 3600);
  if (seconds === 0) return say('desk.lateness.none');
  return hours === 0
    ? say('desk.lateness.underAnHour')
    : say('desk.lateness.duration', { days: Math.floor(hours / 24), hours: hours % 24 }).trim();
}
