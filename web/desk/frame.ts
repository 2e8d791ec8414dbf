// What stands around every page of who is signed in: their name, and the places that are theirs to go to.
import type { Access } from '../../api/http/holders.ts';
import type { OpenSession } from '../../api/http/sessions.ts';
import { mayAnywhere } from '../../domain/access/holders.ts';
import type { Right } from '../../domain/access/rights.ts';
import type { MessageKey, Words } from '../../mail/messages/words.ts';

interface Place {
  href: string;
  label: MessageKey;
  /** One of them, anywhere. */
  right?: Right | readonly Right[];
}

const places = [
  { href: '/desk', label: 'desk.nav.work' },
  { href: '/desk/portfolio', label: 'desk.nav.portfolio', right: 'listMilestones' },
  { href: '/desk/forecast', label: 'desk.nav.forecast', right: 'listMilestones' },
  { href: '/desk/money', label: 'desk.nav.money', right: 'readMoney' },
  { href: '/desk/records', label: 'desk.nav.records', right: 'readRetention' },
  {
    href: '/desk/administration',
    label: 'desk.nav.administration',
    right: ['readAccess', 'readKeys', 'readEffects', 'manageBarriers'],
  },
  { href: '/asked', label: 'desk.nav.asked' },
  { href: '/desk/new', label: 'desk.nav.new', right: ['runMilestones', 'registerEngagements'] },
] as const satisfies readonly Place[];

export const frameOf = ({ holder }: Access, { session, formToken }: OpenSession, { say }: Words, path: string) => ({
  isDesk: true,
  formToken,
  you: session.name,
  maySearch: mayAnywhere(holder, 'listMilestones'),
  places: (places as readonly Place[])
    .filter(({ right }) => right === undefined || [right].flat().some((each) => mayAnywhere(holder, each)))
    .map(({ href, label }) => ({
      href,
      label: (say as (key: MessageKey) => string)(label),
      isHere: href === path.replace(/\/$/, ''),
    })),
});
