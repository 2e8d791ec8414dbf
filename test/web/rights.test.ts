// The table of rights through pages, cell by cell: every page that a session or a link leads to, for every role, in one's own engagement, in
// another one and behind a barrier; and by each form no other decision than its request asks for.
import assert from 'node:assert/strict';
import { liftBarrier, setBarrier } from '../../administration/restrictions.ts';
import { routes } from '../../api/routes.ts';
import { listRequests, type DecisionRequest } from '../../db/requests.ts';
import { engagementRoles, installationRoles, type EngagementRole } from '../../domain/access/rights.ts';
import { kindOfCommand } from '../../domain/people/decisionKinds.ts';
import { canStillDecide } from '../../domain/requests/openRequests.ts';
import { decisionsAsked, dutyOf, type RequestKind } from '../../domain/requests/requestKinds.ts';
import { commandFromForm, formCommands, type FormCommandName } from '../../web/decisionForm.ts';
import { messageIdOf } from '../../web/submitDecision.ts';
import * as act from '../domain/acts.ts';
import { people } from '../domain/cast.ts';
import { given } from '../domain/scenario.ts';
import { linkOfRequest } from '../support/linkOf.ts';
import type { StagedMilestone } from '../support/milestoneStage.ts';
import { testSession, type Person } from '../support/signedIn.ts';
import { PageStage } from './pageStage.ts';

/** Two of the firm beside the usual cast, so that each role of an engagement is somebody's of the firm. */
const termsOf = (firm: string) => ({
  engagement: {
    people: [
      ...people.map((each) => ({ ...each, email: `${each.personId}@${firm}.example.com` })),
      ...['reader', 'signer'].map((personId) => ({
        ...{ personId, name: `Name of ${personId}`, email: `${personId}@${firm}.example.com` },
        ...{ party: 'firm', capacity: 'x' },
      })),
    ],
  },
  plan: {
    reviewGroups: [{ name: 'Readers', memberIds: ['user1', 'reader'] }],
    approvalAuthorityList: [{ name: 'Signers', members: [{ personId: 'director' }, { personId: 'signer' }] }],
  },
});
const whoIs: Record<EngagementRole, string> = {
  engagementManager: 'manager',
  sponsor: 'sponsor',
  author: 'author',
  validator: 'validator1',
  stakeholder: 'reader',
  approver: 'signer',
};
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** What leads, stage by stage, to something being asked of each role; whom it then is asked of. */
const stages: [EngagementRole, RequestKind, act.Act[]][] = [
  ['validator', 'validation', [act.submit()]],
  ['stakeholder', 'review', [act.report('validator1'), act.report('validator2')]],
  ['engagementManager', 'facilitation', [act.refuse('user1')]],
  ['sponsor', 'determination', [act.escalate('manager')]],
  ['approver', 'signature', [act.determine('formalSignOff')]],
  ['author', 'closure', [act.propose('E1', { dueOn: inDays(20) }), act.sign('director'), act.sign('signer')]],
];

interface Layer {
  route?: { path: string; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
}
const addressesIn = (stack: readonly Layer[]): string[] =>
  stack.flatMap(({ route, handle }) =>
    route ? Object.keys(route.methods).map((method) => `${method} ${route.path}`) : addressesIn(handle.stack ?? []),
  );

/** What is tried below: behind a link, asked of somebody, or the account of who is signed in. */
const tried = / \/(r\/|asked|me\b)/;
/** Of whoever asks, whatever they are. */
const ownPages = ['get /asked', 'get /asked/away', 'get /asked/mails', 'get /asked/together/signature', 'get /me'];
/** What is there for anybody, or has a test of its own: documentation, signing in, the public page of a certificate, calendars (desk.test.ts) and digests (askedTogether.test.ts). */
const elsewhere =
  / \/($|docs|openapi|asyncapi|r-assets|c\/|calendar\/|digest\/|sign-in|sign-out|signed-out|robots\.txt$|favicon\.ico$)/;

describe('Pages', function () {
  this.timeout(240_000);
  let pages: PageStage;
  let own: StagedMilestone;
  let other: StagedMilestone;
  let addresses: string[];
  let ofRequests: string[];
  let ofLinks: string[];
  before(async () => {
    pages = await PageStage.open({ trustProxy: ['loopback'] });
    own = await pages.stage.start(termsOf('own'));
    other = await pages.stage.start(termsOf('other'));
    await other.play(act.submit());
    const { stack } = (pages.app as unknown as { router: { stack: Layer[] } }).router;
    const ofApi = new Set(routes.map(({ path }) => path.replace(/\{(\w+)\}/g, ':$1')));
    addresses = addressesIn(stack).filter((each) => !ofApi.has(each.split(' ')[1] ?? ''));
    ofRequests = addresses.filter((each) => each.includes('/asked/:requestId'));
    ofLinks = addresses.filter((each) => each.includes('/r/'));
  });
  after(() => pages?.close());

  const db = () => pages.stage.database.db;
  const sessionOf = (who: string, firm = 'own') => testSession(db(), `${who}@${firm}.example.com`);
  /** Everybody there is a role for, and a client's person whom the firm's identity provider would know. */
  const everybody = async (): Promise<[string, Person][]> => [
    ...(await Promise.all(
      engagementRoles.map(async (role): Promise<[string, Person]> => [whoIs[role], await sessionOf(whoIs[role])]),
    )),
    ...(await Promise.all(
      installationRoles.map(async (role): Promise<[string, Person]> => [
        role,
        await testSession(db(), `${role}@own.example.com`, { roles: [role] }),
      ]),
    )),
    ['director', await sessionOf('director')],
  ];
  let asked = 0;
  /** Each time from another address, or there would be too many requests from one. */
  const ask = async (person: Person, address: string, values: Record<string, string>) => {
    asked += 1;
    const from = { 'x-forwarded-for': `10.0.${Math.floor(asked / 250)}.${asked % 250}` };
    const [method = '', path = ''] = address.split(' ');
    const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(values[name] ?? 'x'));
    const body = method === 'post' ? { body: new URLSearchParams({ decision: 'none' }) } : {};
    const response = await fetch(`${pages.url}${filled}`, {
      ...{ method: method.toUpperCase(), headers: { ...person.headers, ...from }, redirect: 'manual' },
      ...body,
    });
    return { status: response.status, html: await response.text() };
  };
  const valuesOf = (request: Pick<DecisionRequest, 'requestId'>, { documentId }: StagedMilestone) => ({
    ...{ requestId: request.requestId, documentId },
    postingId: messageIdOf(request.requestId, 'x'.repeat(3)).split(':').at(-1) ?? '',
  });
  const requestsOf = async ({ milestoneId }: StagedMilestone, kind?: RequestKind) =>
    (await listRequests(db(), milestoneId)).filter((each) => kind === undefined || each.kind === kind);

  it('are all tried here, but for those that are there for anybody', () => {
    assert.deepEqual(
      addresses.filter((each) => !tried.test(each) && !elsewhere.test(each)),
      [],
    );
    assert.ok(ofRequests.length >= 6 && ofLinks.length >= 8, addresses.join(', '));
  });

  it('of a request answer whom it is asked of, and are not there for anybody else, whatever they are', async () => {
    const everyone = await everybody();
    const nowhere = { requestId: 'M0-unknown', documentId: 'x', postingId: 'x' };
    const none = await ask(await sessionOf('nobody'), 'get /asked/:requestId', nowhere);
    assert.equal(none.status, 404);
    for (const [role, kind, acts] of stages) {
      await own.play(...acts);
      const state = await own.state();
      const [request] = (await requestsOf(own, kind)).filter((each) => each.personId === whoIs[role]);
      assert.ok(request && canStillDecide(state, request), `${kind} is asked of the ${role}`);
      const base = ofRequests.filter((each) => each.endsWith('/:requestId'));
      assert.deepEqual(base.map((each) => each.split(' ')[0]).sort(), ['get', 'post']);
      const isLast = kind === 'closure';
      for (const [who, person] of everyone)
        for (const address of isLast ? ofRequests : base) {
          const { status, html } = await ask(person, address, valuesOf(request, own));
          const isTheirs = who === whoIs[role];
          if (!isTheirs) assert.deepEqual([status, html], [404, none.html], `${address}, ${kind}, by ${who}`);
          else if (base.includes(address))
            assert.ok([200, 400, 403].includes(status), `${address}, ${kind}: ${status}`);
        }
      const theirs = everyone.find(([who]) => who === whoIs[role])?.[1] as Person;
      assert.match((await ask(theirs, 'get /asked', {})).html, new RegExp(encodeURIComponent(request.requestId)));
      for (const [who, person] of everyone)
        if (person !== theirs)
          assert.ok(
            !(await ask(person, 'get /asked', {})).html.includes(request.requestId),
            `${kind}, listed to ${who}`,
          );
      await behindABarrier(request, theirs, whoIs[role]);
    }
  });

  /** The session, the list and the link of who is asked, while nothing of the engagement is theirs. */
  async function behindABarrier(request: DecisionRequest, person: Person, who: string): Promise<void> {
    const by = { keyId: 'test', now: new Date().toISOString() };
    const link = await linkOfRequest(db(), pages.stage.delivery.linkSecret, request.requestId);
    const barrier = { address: `${who}@own.example.com`, engagementId: own.engagementId, reason: 'Conflict' };
    const { barrierId } = await setBarrier(db(), barrier, by);
    for (const address of ofRequests.filter((each) => each.endsWith('/:requestId')))
      assert.equal((await ask(person, address, valuesOf(request, own))).status, 404);
    for (const page of ownPages) {
      const { status, html } = await ask(person, page, {});
      assert.equal(status, 200);
      assert.ok(!html.includes(own.engagementId) && !html.includes(own.milestoneId), `${page} of ${who}`);
    }
    for (const address of ofLinks) {
      const values = { ...valuesOf(request, own), token: link.slice('/r/'.length) };
      const { status, html } = await ask(person, address, values);
      assert.ok([404, 410].includes(status), `${address}: ${status}`);
      assert.ok(!html.includes(own.milestoneId), address);
    }
    await liftBarrier(db(), barrierId, { reason: 'Over' }, by);
    assert.equal((await ask(person, `get ${link}`, {})).status, 200);
  }

  it('of another engagement are not there, by list, page, file or account, for any role', async () => {
    const requests = await requestsOf(other);
    assert.ok(requests.length >= 2);
    for (const [who, person] of await everybody())
      for (const request of requests) {
        for (const address of ofRequests)
          assert.equal((await ask(person, address, valuesOf(request, other))).status, 404, `${address} by ${who}`);
        for (const page of ownPages)
          assert.ok(!(await ask(person, page, {})).html.includes(other.engagementId), `${page} of ${who}`);
      }
  });

  it('behind a link are for who has it, whoever is signed in beside, and show nothing of what is asked of others', async () => {
    const [request] = await requestsOf(other, 'validation');
    assert.ok(request);
    const link = await linkOfRequest(db(), pages.stage.delivery.linkSecret, request.requestId);
    const alone = await ask({ headers: {} as Person['headers'], holderId: '' }, `get ${link}`, {});
    for (const [who, person] of await everybody()) {
      const { status, html } = await ask(person, `get ${link}`, {});
      const plain = (page: string) => page.replace(/name='form(Id|Token)' value='[^']*'/g, '');
      assert.deepEqual([status, plain(html)], [200, plain(alone.html)], who);
    }
    const ownDocument = `get ${link}/files/${own.documentId}`;
    assert.equal((await ask(await sessionOf('manager'), ownDocument, {})).status, 404);
  });
});

describe('Form of a request', () => {
  /** Each choice that some page offers. */
  const choices = [
    ...['report', 'approve', 'comment', 'requestRevision', 'refuse', 'sign', 'delegate'],
    ...['askForInformation', 'requestMoreTime', 'declineToDecide', 'withdrawSignature', 'nameDeputy', 'endDeputy'],
    ...['confirmOutcome', 'opposeOutcome', 'verifyClosure', 'rejectClosure', 'confirmRevocation', 'declineRevocation'],
    ...['consentToAmendment', 'declineAmendment'],
  ];
  const filled = {
    ...{ comments: 'x', reasons: 'x', note: 'x', summary: 'x', recommendation: 'accept', delegateTo: 'x' },
    ...{ delegateReason: 'x', outcome: 'rework', determination: 'terminate', entryId: 'N1', exceptionId: 'E1' },
    ...{ dueOn: '2026-05-01', agreesToStatement: 'yes', 'outcome-R1': 'met', 'evidence-R1': 'x' },
    ...{ 'outcome-R2': 'met', 'evidence-R2': 'x', insteadReason: 'x', newDeadlineOn: '2026-05-01', amendmentId: 'A1' },
    ...{ deputyId: 'x', deputyshipId: 'D1' },
  };

  it('makes no other decision than its request asks for, and every one of them', () => {
    const { milestone } = given(...act.toReview);
    const made = new Set<string>();
    for (const kind of Object.keys(decisionsAsked) as RequestKind[])
      for (const decision of choices) {
        const request = { kind, packageDigest: 'x' } as DecisionRequest;
        let name: FormCommandName;
        try {
          ({ name } = commandFromForm(milestone, request, { ...filled, decision }));
        } catch {
          continue;
        }
        made.add(name);
        const decided = kindOfCommand(name);
        if (name === 'endDeputy') assert.ok(dutyOf(kind), kind);
        else if (decided === undefined) assert.deepEqual([kind, name], ['facilitation', 'recordFacilitationOutcome']);
        else assert.ok((decisionsAsked[kind] as readonly string[]).includes(decided), `${kind}: ${name}`);
      }
    assert.deepEqual([...made].sort(), formCommands.toSorted());
  });
});
