// What all workflows of a worker share: zod, the shapes of messages, plans, engagements and states, and the rules, which cost more to
// load than a milestone's whole decision. They keep no state of a workflow. Loaded once, before any workflow runs.
import * as zod from 'zod';
import * as administrativeActs from '../domain/records/administrativeActs.ts';
import * as awaitedRoles from '../domain/work/awaitedRoles.ts';
import * as businessCalendar from '../domain/time/businessCalendar.ts';
import * as changeCommands from '../domain/changeCommands.ts';
import * as changesShape from '../domain/records/changesShape.ts';
import * as channels from '../domain/terms/channels.ts';
import * as commands from '../domain/commands.ts';
import * as decide from '../domain/decide.ts';
import * as engagement from '../domain/terms/engagement.ts';
import * as envelope from '../domain/envelope.ts';
import * as eventChain from '../domain/records/eventChain.ts';
import * as language from '../domain/terms/language.ts';
import * as letterhead from '../domain/terms/letterhead.ts';
import * as money from '../domain/terms/money.ts';
import * as nextPhase from '../domain/acceptance/nextPhase.ts';
import * as notifications from '../domain/requests/notifications.ts';
import * as obstacles from '../domain/records/obstacles.ts';
import * as partShapes from '../domain/records/partShapes.ts';
import * as passkeys from '../domain/people/passkeys.ts';
import * as people from '../domain/people/people.ts';
import * as plan from '../domain/terms/plan.ts';
import * as planChanges from '../domain/amendments/planChanges.ts';
import * as priority from '../domain/terms/priority.ts';
import * as publications from '../domain/acceptance/publications.ts';
import * as quorum from '../domain/people/quorum.ts';
import * as restrictions from '../domain/access/restrictions.ts';
import * as signOffStatement from '../domain/terms/signOffStatement.ts';
import * as stateShape from '../domain/records/stateShape.ts';
import * as text from '../domain/terms/text.ts';
import * as vouchers from '../domain/records/vouchers.ts';

// Compiling code at run time is not for the sandbox.
zod.config({ jitless: true });

// The SDK freezes what is shared, all the way down, but stops at what is frozen: zod adds methods to a shape when they are
// first called and rewinds its patterns, so the shapes themselves have to stay as they are.
const shared = [
  administrativeActs,
  awaitedRoles,
  businessCalendar,
  changeCommands,
  changesShape,
  channels,
  commands,
  decide,
  engagement,
  envelope,
  eventChain,
  language,
  letterhead,
  money,
  nextPhase,
  notifications,
  obstacles,
  partShapes,
  passkeys,
  people,
  plan,
  planChanges,
  priority,
  publications,
  quorum,
  restrictions,
  signOffStatement,
  stateShape,
  text,
  vouchers,
];
for (const each of [...shared, zod.core.regexes, zod.regexes]) Object.freeze(each);
