// The register by industry-body profile: what it shows, what it keeps back, and that a spreadsheet cannot be led astray by it.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { register, registerCsv, registerJson, registerPdf } from '../../administration/reports/register.ts';
import { loadProfiles, type RegisterProfile } from '../../administration/reports/profile.ts';
import { registerFields } from '../../administration/reports/registerEntry.ts';
import * as act from '../domain/acts.ts';
import { people } from '../domain/cast.ts';
import { partTerms, toFirstPart, toLastPart } from '../domain/parting.ts';
import { given, givenTerms, noted, published, type Scenario } from '../domain/scenario.ts';
import { readPdf } from '../evidence/readPdf.ts';

const period = { from: '2026-03-01', to: '2026-03-31' };

const registered = ({ milestone, history }: Scenario) => {
  const counts: Record<string, number> = {};
  for (const each of history) counts[each.type] = (counts[each.type] ?? 0) + 1;
  return { milestone, counts, endedAt: history.at(-1)?.at };
};

const profile = (columns: string[], redaction: Partial<RegisterProfile['redaction']> = {}): RegisterProfile => ({
  profileId: 'own',
  title: 'Own register',
  body: 'Own body',
  basis: 'Own rule',
  language: 'en',
  includesOpen: true,
  redaction: { people: 'names', client: 'named', amounts: 'shown', ...redaction },
  columns: columns.map((field) => ({ field, title: field })) as RegisterProfile['columns'],
});

const rowOf = (scenario: Scenario, shown: RegisterProfile) => {
  const made = registerJson(register(shown, period, [registered(scenario)])) as {
    milestones: Record<string, string | number | string[]>[];
  };
  assert.equal(made.milestones.length, 1);
  return made.milestones[0] ?? {};
};

describe('Register of milestones', () => {
  it('traces a release to who authorised it and on what evidence', () => {
    const row = rowOf(given(...act.toAccepted), profile(['releaseAuthorisedBy', 'releaseEvidence', 'requirementsMet']));
    assert.equal((row.releaseAuthorisedBy as string[]).length, 3);
    assert.match(
      (row.releaseAuthorisedBy as string[])[0] ?? '',
      /^Name of approver1, Capacity of approver1 \(client\)/,
    );
    assert.match((row.releaseEvidence as string[])[0] ?? '', /^package version 1, SHA-256 [0-9a-f]{64}$/);
    assert.equal(row.requirementsMet, '2 of 2');
  });

  it('shows number, basis and money of an acceptance once it is published, and one that is withheld as such', () => {
    const shown = profile(['phase', 'acceptedAt', 'certificateNumbers', 'basis', 'amountReleased']);
    const accepted = given(...act.toAccepted);
    const at = accepted.milestone.acceptances[0]?.acceptedAt;
    assert.deepEqual(Object.values(rowOf(published(accepted), shown)), [
      'accepted',
      at,
      ['M1-C1'],
      'express',
      '100000.00',
    ]);
    const withheld = { certificateNumber: 'M1-C1', reasons: ['accepted without the client’s signature'] };
    assert.deepEqual(Object.values(rowOf(noted(accepted, { type: 'acceptanceWithheld', withheld }), shown)), [
      ...['acceptanceWithheld', '', [], '', '0.00'],
    ]);
  });

  it('lists what was accepted in parts, act by act, and says accepted once all of it is', () => {
    const shown = profile(['acceptedAt', 'partsAccepted', 'certificateNumbers', 'amountReleased', 'amountWithheld']);
    const first = published(givenTerms(partTerms, ...toFirstPart));
    const part = `M1-C1, ${first.milestone.acceptances[0]?.acceptedAt}: Design document; Model, 80000.05`;
    assert.deepEqual(Object.values(rowOf(first, shown)), ['', [part], ['M1-C1'], '80000.05', '19999.95']);
    const last = published(toLastPart.slice(toFirstPart.length).reduce((scenario, each) => scenario.when(each), first));
    const acceptance = last.milestone.acceptances.at(-1);
    const { acceptedAt, partsAccepted, ...rest } = rowOf(last, shown);
    assert.deepEqual([acceptedAt, (partsAccepted as string[])[0]], [acceptance?.acceptedAt, part]);
    assert.deepEqual(Object.values(rest), [['M1-C1', 'M1-C2'], '100000.00', '0.00']);
    const kept = rowOf(first, { ...shown, redaction: { ...shown.redaction, amounts: 'withheld' } });
    assert.doesNotMatch(String(kept.partsAccepted), /80000/);
  });

  it('counts refusals, escalations, nonconformities and rework, and lists concessions', () => {
    const columns = ['nonConformances', 'reworkCycles', 'refusals', 'escalations', 'determinations', 'concessions'];
    const disputed = given(
      ...act.toValidation,
      act.fail('validator1'),
      act.submit(),
      act.report('validator1'),
      act.report('validator2'),
      act.refuse('user1'),
      act.escalate('manager'),
      act.determine('terminate'),
    );
    const row = rowOf(disputed, profile(columns));
    assert.deepEqual([row.nonConformances, row.reworkCycles, row.escalations], [1, 1, 1]);
    assert.equal((row.refusals as string[]).length, 1);
    assert.match((row.determinations as string[])[0] ?? '', /^terminate/);
    const conditional = rowOf(given(...act.toConditional), profile(columns));
    assert.match((conditional.concessions as string[])[0] ?? '', /^E1, severity \d, due .*, open$/);
  });

  it('says of something mandatory that was not met that it was, under which exception, and who of the client granted it', () => {
    const results = [
      { requirementId: 'R1', outcome: 'notMet', evidence: '84 %', severity: 3, isMaterial: false },
      { requirementId: 'R2', outcome: 'met', evidence: 'Page 3' },
    ];
    const exceptions = [act.exception('E1', { severity: 3, requirementIds: ['R1'] })];
    const accepted = givenTerms(
      { plan: { validators: { name: 'Validators', memberIds: ['validator1'] } } },
      act.submit(),
      act.report('validator1', { results, recommendation: 'acceptWithIssues', exceptions }),
      ...[act.approve('user1'), act.approve('user2'), act.approve('owner1')],
      ...['approver1', 'approver2', 'director'].map((by) => act.sign(by, { exceptionIds: ['E1'] })),
    ).thenIn('acceptedWithExceptions');
    const columns = ['requirementsMet', 'nonConformances', 'concessionsOpen', 'concessions'];
    const row = rowOf(accepted, profile(columns, { people: 'capacities' }));
    assert.deepEqual([row.requirementsMet, row.nonConformances, row.concessionsOpen], ['1 of 2', 1, 1]);
    assert.match(
      (row.concessions as string[])[0] ?? '',
      /^E1, mandatory and not met R1, granted by Capacity of approver1 \(client\); .*Capacity of director \(client\), severity 3, due [\d-]+, proposed by Capacity of validator1 \(firm\), open$/,
    );
  });

  it('keeps back people, client and amounts as the profile says, in every field there is', () => {
    const all = profile(registerFields(), { people: 'capacities', client: 'withheld', amounts: 'withheld' });
    for (const scenario of [
      given(...act.toAccepted),
      given(...act.toConditional),
      given(...act.toReview, act.refuse('user1')),
    ]) {
      const text = JSON.stringify(rowOf(scenario, all));
      for (const { name } of people) assert.ok(!text.includes(name), `it says ${name}`);
      assert.ok(!text.includes('The Client'));
      assert.ok(!text.includes('100000.00'));
    }
  });

  it('reads back from CSV as it was, line breaks, quotes and all', () => {
    const scenario = givenTerms({ plan: { title: 'Design, "phase" 1' } }, ...act.toAccepted);
    const made = register(profile(['milestone', 'releaseAuthorisedBy']), period, [registered(scenario)]);
    const csv = registerCsv(made);
    assert.equal(csv[0], '\ufeff');
    const [row] = parse<Record<string, string>>(csv, { bom: true, columns: true });
    assert.equal(row?.milestone, 'Design, "phase" 1');
    assert.equal(row?.releaseAuthorisedBy?.split('\n').length, 3);
  });

  it('cannot run a formula in a spreadsheet', () => {
    const scenario = givenTerms({ plan: { title: '=HYPERLINK("http://evil.example","x")' } }, ...act.toAccepted);
    const csv = registerCsv(register(profile(['milestone']), period, [registered(scenario)]));
    const [row] = parse<Record<string, string>>(csv, { bom: true, columns: true });
    assert.match(row?.milestone ?? '', /^'=HYPERLINK/);
  });

  it('prints every row as PDF, and says so when there is none', async () => {
    const profiles = await loadProfiles();
    for (const each of profiles) {
      const { text } = readPdf(await registerPdf(register(each, period, [registered(given(...act.toAccepted))])));
      assert.ok(text.replace(/\s+/g, ' ').includes('M1'), each.profileId);
      assert.ok(text.includes(each.title.split(' ')[0] ?? ''), each.profileId);
    }
    const [first] = profiles;
    assert.ok(first);
    const { text } = readPdf(await registerPdf(register(first, period, [])));
    assert.match(text.replace(/\s+/g, ' '), /No milestone falls in the period/);
  });

  it('says on PDF what it cannot print and where the exact text is, and prints headings in other scripts', async () => {
    const scenario = givenTerms({ plan: { title: 'ᏣᎳᎩ A' } }, ...act.toAccepted);
    const asked = {
      ...profile(['milestone']),
      title: '登',
      columns: [{ field: 'milestone' as const, title: '登' }],
    };
    const made = register(asked, period, [registered(scenario)]);
    const { text } = readPdf(await registerPdf(made));
    for (const expected of ['□□□ A', 'Cherokee (3)', 'as JSON or CSV'])
      assert.ok(text.includes(expected), `"${expected}" is not printed`);
    assert.equal(text.split('登').length - 1, 3, 'title, heading and foot');
    assert.ok(registerCsv(made).includes('ᏣᎳᎩ A'));
  });
});

describe('Report profiles', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'profiles-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('are shipped for ISO 9001, RICS and ICAEW', async () => {
    assert.deepEqual(
      (await loadProfiles()).map((each) => each.profileId),
      ['icaew', 'iso-9001', 'rics'],
    );
  });

  it('are added by a firm, and replaced under the same ID, without code', async () => {
    await writeFile(join(folder, 'own.json'), JSON.stringify(profile(['milestoneId'])));
    await writeFile(join(folder, 'rics.json'), JSON.stringify({ ...profile(['phase']), profileId: 'rics' }));
    const profiles = await loadProfiles(folder);
    assert.equal(profiles.length, 4);
    assert.equal(profiles.find((each) => each.profileId === 'rics')?.title, 'Own register');
  });

  it('that cannot be used are named with file and field', async () => {
    await writeFile(join(folder, 'bad.json'), JSON.stringify(profile(['shoeSize'])));
    await assert.rejects(loadProfiles(folder), /bad\.json cannot be used:\n {2}columns\.0\.field/);
    await writeFile(join(folder, 'bad.json'), '{');
    await assert.rejects(loadProfiles(folder), /bad\.json is not JSON/);
  });
});
