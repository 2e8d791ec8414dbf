// What all workflows of a worker share: zod and the shapes of messages, plans and engagements, which cost more to build than
// a milestone's whole decision. They keep no state of a workflow. Loaded once, before any workflow runs.
import * as zod from 'zod';
import * as planChanges from '../domain/amendments/planChanges.ts';
import * as businessCalendar from '../domain/time/businessCalendar.ts';
import * as changeCommands from '../domain/changeCommands.ts';
import * as channels from '../domain/terms/channels.ts';
import * as commands from '../domain/commands.ts';
import * as engagement from '../domain/terms/engagement.ts';
import * as envelope from '../domain/envelope.ts';
import * as language from '../domain/terms/language.ts';
import * as letterhead from '../domain/terms/letterhead.ts';
import * as money from '../domain/terms/money.ts';
import * as passkeys from '../domain/people/passkeys.ts';
import * as people from '../domain/people/people.ts';
import * as plan from '../domain/terms/plan.ts';
import * as priority from '../domain/terms/priority.ts';
import * as quorum from '../domain/people/quorum.ts';
import * as signOffStatement from '../domain/terms/signOffStatement.ts';
import * as text from '../domain/terms/text.ts';

// Compiling code at run time is not for the sandbox.
zod.config({ jitless: true });

// The SDK freezes what is shared, all the way down, but stops at what is frozen: zod adds methods to a shape when they are
// first called and rewinds its patterns, so the shapes themselves have to stay as they are.
const shared = [
  businessCalendar,
  changeCommands,
  channels,
  commands,
  engagement,
  envelope,
  language,
  letterhead,
  money,
  passkeys,
  people,
  plan,
  planChanges,
  priority,
  quorum,
  signOffStatement,
  text,
];
for (const each of [...shared, zod.core.regexes, zod.regexes]) Object.freeze(each);
