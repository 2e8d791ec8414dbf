// What the state keeps of how the world changed while a milestone waited: people, time, and who takes what back.
import type { AcceptancePart } from './acceptance/part.ts';
import type { Amendment } from './amendments/amendment.ts';
import type { Deputyship } from './people/deputyship.ts';
import type { PersonCorrection } from './people/personCorrection.ts';
import type { Deadline } from './time/deadline.ts';
import type { ClockStop, Declined, InWait } from './time/clockStop.ts';

export interface Changes {
  /** Whose details were corrected, in order; the people of the engagement are as they are now. */
  personCorrections: PersonCorrection[];
  /** Whose last day is over, in the order in which they left. */
  left: { personId: string; at: string }[];
  /** Who decides instead of whom, and when; in the order in which they were named. */
  deputies: Deputyship[];
  /** Of the plan, in order; the plan itself is as it is now. */
  amendments: Amendment[];
  /** Until when the open one is answered; absent where none is open, or none needs consent. */
  consentWait?: Deadline;
  /** Put to signature by themselves, in order, each with what became of it. */
  parts: AcceptancePart[];
  /** Whose automatic reply came while they were asked. */
  absentees: InWait[];
  clockStops: ClockStop[];
  nudges: InWait[];
  /** Who gave themselves more time, once each in a wait. */
  ownExtensions: InWait[];
  /** Who said that it is not theirs to decide. */
  declined: Declined[];
}
