// A certificate of every kind, in five scripts and of many deliverables, as data: for tests that set, judge or compare them.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { handleTimer } from '../../domain/decide.ts';
import { nextInstant, whatToLookUp } from '../../domain/time/onTimer.ts';
import type { Delivery, Milestone } from '../../domain/milestone.ts';
import { certificateDocument, type CertificateDocument } from '../../evidence/certificate.ts';
import { usualStatement } from '../../domain/terms/signOffStatement.ts';
import { statementsBut } from '../../mail/messages/words.ts';
import * as act from '../domain/acts.ts';
import { people } from '../domain/cast.ts';
import { ended, letterTerms } from '../domain/entering.ts';
import { drawnPng, logoPng } from '../support/png.ts';
import { given, givenTerms, type Scenario, type Terms } from '../domain/scenario.ts';

export function certified({ milestone, history }: Pick<Scenario, 'milestone' | 'history'>): CertificateDocument {
  const acceptance = milestone.acceptances.at(-1);
  assert.ok(acceptance);
  const head = { sequence: milestone.sequence, hash: 'b'.repeat(64) };
  const address = 'https://sign-off.example/c/SGVsbG8gdGhlcmUgd2hvZXZlciByZWFkcyB0aGlz';
  return certificateDocument(milestone, acceptance, head, { events: history, address });
}

const signatures = act.toAccepted.slice(-3);
const exceptions = [
  act.propose('E1', { amountWithheld: '1000.00' }),
  act.propose('E2', { amountWithheld: '250.00', description: 'Two pictures lack their source', dueOn: '2026-04-10' }),
];
const conditional = () => given(...act.toSignOff, ...exceptions, ...signatures);

/** Everybody is silent, and every mail was delivered. */
function deemed(): Scenario {
  let scenario = givenTerms(
    { contract: { silence: { review: 'deemedAccepted', signOff: 'deemedAccepted' } } },
    ...act.toReview,
  );
  while (scenario.milestone.acceptances.length === 0) {
    const { milestone, history } = scenario;
    const at = nextInstant(milestone);
    assert.ok(at);
    const judged = whatToLookUp(milestone, at);
    const passed = handleTimer(milestone, at, judged ? { deliveries: delivered(judged.since) } : {});
    scenario = { milestone: passed.milestone, history: [...history, ...passed.events] } as unknown as Scenario;
  }
  return scenario;
}

const delivered = (sentAt: string): Delivery[] =>
  people.flatMap(({ personId }) =>
    ['reviewRequest', 'signatureRequest', 'finalNotice'].map((kind): Delivery => ({
      mailId: `${kind}:${personId}`,
      recipientId: personId,
      kind,
      status: 'sent',
      sentAt,
      response: '250 2.0.0 taken',
    })),
  );

/** The scripts that names and titles come in, by the names of the three who sign. */
export const scripts = {
  european: ['Žluťoučký Kůň d’Œuvre', 'Ελένη Παπαδοπούλου', 'Юлія Ґонта'],
  rightToLeft: ['محمد بن عبد الله', 'דנה לוי (Levi) 2', 'Nguyễn Thị Ánh'],
  southAsian: ['क्षत्रिय शर्मा', 'สมชาย ใจดี', 'Łódź Żółć'],
  eastAsian: ['王小明', '渡辺 タロウ', '김민준'],
  pictured: ['Anna 👩‍👩‍👧', 'Bo ☎ ❤️', 'Cy 🇩🇪 😀'],
} as const;

/** Whoever signs is called so, and so are the title and a deliverable. */
export function inScript(names: readonly string[], terms: Terms = {}): Scenario {
  const nameOf = (personId: string) => names[['approver1', 'approver2', 'director'].indexOf(personId)];
  const renamed = people.map((each) => ({ ...each, name: nameOf(each.personId) ?? each.name }));
  const signed = signatures.map((sign) => (milestone: Milestone) => {
    const { name, raw } = sign(milestone);
    return { name, raw: { ...raw, typedName: nameOf((raw.actor as { personId: string }).personId) } };
  });
  return givenTerms(
    { ...terms, engagement: { people: renamed, client: names[0] }, plan: { title: `${names[0]}: ${names[1]}` } },
    ...act.toSignOff,
    ...signed,
  );
}

export function withDeliverables(count: number): Scenario {
  const deliverables = Array.from({ length: count }, (_, index) => ({
    deliverableId: `D${index + 1}`,
    title: `Deliverable ${index + 1} of the design`,
  }));
  const submitted = deliverables.map(({ deliverableId }) => ({
    deliverableId,
    version: '1',
    documentIds: [`doc-${deliverableId}.`],
  }));
  return givenTerms({ plan: { deliverables } }, act.submit({ deliverables: submitted }), ...act.toAccepted.slice(1));
}

export const kinds: Record<string, () => Pick<Scenario, 'milestone' | 'history'>> = {
  acceptance: () => given(...act.toAccepted),
  conditional,
  closeOut: () => conditional().when(act.verify('E1', 'approver1')).when(act.verify('E2', 'approver1')),
  revocation: () => given(...act.toAccepted, act.proposeRevocation(), act.confirmRevocation()),
  deemed,
  deputy: () =>
    given(
      ...act.toSignOff,
      act.nameDeputy('approver1', 'deputy', '2026-03-02', '2026-03-13'),
      ...['deputy', 'approver2', 'director'].map((by) => act.sign(by)),
    ),
  entered: () => ended(givenTerms(letterTerms, ...act.toLastSignature, act.enter('director'))),
  sponsorDetermined: () =>
    given(
      ...act.toSignOff,
      act.refuse('approver1'),
      act.conclude('escalate'),
      act.determine('formalSignOff'),
      ...signatures,
    ),
};

export interface CertificateToLookAt {
  document: CertificateDocument;
  pictures: Map<string, Buffer>;
}

const asDrawn = (scenario: Pick<Scenario, 'milestone' | 'history'>): CertificateToLookAt => ({
  document: certified(scenario),
  pictures: new Map(),
});

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** The firm has a letterhead, two of three drew their signature, and one of these pictures is gone. */
export function withLetterhead(): CertificateToLookAt {
  const [logo, drawn] = [logoPng(), drawnPng()];
  const letterhead = { name: 'The Firm, Advisory Services', colour: '#7a1e46', logo: logo.toString('base64') };
  const drawing = { approver1: sha256(drawn), director: 'c'.repeat(64) };
  const document = certified(
    givenTerms(
      { engagement: { letterhead } },
      ...act.toSignOff,
      ...['approver1', 'approver2', 'director'].map((by) =>
        act.sign(by, by in drawing ? { drawnSignatureSha256: drawing[by as keyof typeof drawing] } : {}),
      ),
    ),
  );
  return {
    document,
    pictures: new Map([
      [sha256(drawn), drawn],
      [sha256(logo), logo],
    ]),
  };
}

/** The statement of the service, as registration puts it into a contract. */
const inEveryLanguage = { ...usualStatement, translations: statementsBut('en') };

/** Under a contract in German, whose signatories read the statement in German. */
const inGerman = (...before: Parameters<typeof given>): Scenario =>
  givenTerms(
    { contract: { language: 'de', signOffStatement: inEveryLanguage } },
    ...before,
    ...['approver1', 'approver2', 'director'].map((by) => act.sign(by, { statementLanguage: 'de' })),
  );

/** One of every kind, with letterhead and drawn signatures, in German, of five scripts and of 25 and 300 deliverables; the first has one. */
export const certificatesToLookAt = (): Record<string, CertificateToLookAt> => ({
  ...Object.fromEntries(Object.entries(kinds).map(([name, scenario]) => [name, asDrawn(scenario())])),
  ...Object.fromEntries(Object.entries(scripts).map(([name, names]) => [name, asDrawn(inScript(names))])),
  letterhead: withLetterhead(),
  german: asDrawn(inGerman(...act.toSignOff)),
  germanConditional: asDrawn(inGerman(...act.toSignOff, ...exceptions)),
  germanRevocation: asDrawn(
    inGerman(...act.toSignOff)
      .when(act.proposeRevocation())
      .when(act.confirmRevocation()),
  ),
  'deliverables-25': asDrawn(withDeliverables(25)),
  'deliverables-300': asDrawn(withDeliverables(300)),
});
