// The four stages a milestone goes through and its acceptance, each with whether and when it was reached.
import type { EventType, RecordedEvent } from '../../domain/events.ts';
import type { Milestone, Phase } from '../../domain/milestone.ts';
import type { Words } from '../../mail/messages/words.ts';
import { phaseWord } from './phaseWords.ts';

interface Station {
  phase: Phase;
  /** The phases in which a milestone is at it. */
  at: readonly Phase[];
  /** With these it is behind. */
  leftBy: readonly EventType[];
}

const stations: readonly Station[] = [
  { phase: 'compiling', at: ['compiling', 'rework'], leftBy: ['validationOpened'] },
  { phase: 'validating', at: ['validating'], leftBy: ['reviewOpened'] },
  { phase: 'inReview', at: ['inReview'], leftBy: ['formalSignOffOpened'] },
  { phase: 'formalSignOff', at: ['formalSignOff'], leftBy: ['accepted', 'acceptedWithExceptions'] },
  { phase: 'accepted', at: ['accepted', 'acceptedWithExceptions'], leftBy: [] },
];

/** Where it goes on from, once what holds it up is over. */
const placeOf = (milestone: Milestone): number => {
  const { stage } = milestone;
  const phase = stage.phase === 'facilitation' || stage.phase === 'escalated' ? stage.from : stage.phase;
  return stations.findIndex((each) => each.at.includes(phase));
};

export interface RailStop {
  label: string;
  on?: string;
  isDone: boolean;
  isHere: boolean;
}

export function railOf(milestone: Milestone, events: readonly RecordedEvent[], words: Words): RailStop[] {
  const place = placeOf(milestone);
  const { timeZone } = milestone.engagement.contract.calendar;
  return stations.map(({ phase, leftBy }, index) => {
    const left = events.findLast((each) => leftBy.includes(each.type));
    const isLast = index === stations.length - 1;
    const reached = isLast ? events.findLast((each) => stations[index - 1]?.leftBy.includes(each.type)) : left;
    const isDone = isLast ? place === index : place > index;
    return {
      label: phaseWord(words, phase),
      isDone,
      isHere: place === index && !isLast,
      ...(isDone && reached ? { on: words.dateIn(reached.at, timeZone) } : {}),
    };
  });
}
