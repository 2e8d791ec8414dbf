// Contract terms over the API: amended by whoever read them as they are, on the other party's documented consent, and listed as versions.
import assert from 'node:assert/strict';
import { devServer } from '../support/temporal.ts';
import { assertDocumented } from './documented.ts';
import { ApiStage, assertProblem, type Answered } from './apiStage.ts';

describe('The contract terms of an engagement', () => {
  let stage: ApiStage;
  before(async () => (stage = await ApiStage.open(await devServer())));
  after(() => stage.close());

  async function patch(path: string, body: object, tag?: string): Promise<Answered> {
    const headers = {
      'content-type': 'application/merge-patch+json',
      ...(tag === undefined ? {} : { 'if-match': tag }),
    };
    const response = await stage.fetch(path, { method: 'PATCH', body: JSON.stringify(body), headers });
    const media = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
    const answer = (await response.json()) as Record<string, unknown>;
    assertDocumented({ method: 'patch', path, status: response.status, media, body: answer });
    return { status: response.status, headers: response.headers, body: answer };
  }

  it('are amended as their next version, and their document is kept', async () => {
    const engagementId = await stage.engagement();
    const path = `/engagements/${engagementId}/contract`;
    const read = await stage.get<{ contractVersion: number; contract: { linkDays: number } }>(path);
    assert.equal(read.body.contractVersion, 1);
    const tag = read.headers.get('etag') ?? '';
    const upload = await stage.fetch(`/engagements/${engagementId}/documents?fileName=amendment.txt&personId=manager`, {
      ...{ method: 'POST', body: 'Amendment 1, signed', headers: { 'content-type': 'text/plain' } },
    });
    const { documentId } = (await upload.json()) as { documentId: string };
    const consent = { byPersonId: 'approver1', agreedOn: '2026-03-02', documentIds: [documentId] };
    const act = { personId: 'manager', reference: 'Amendment 1', reason: 'Agreed in the steering group' };
    const wanted = { ...act, consent, contract: { linkDays: 30 } };

    assertProblem(await patch(path, wanted), 428, 'PRECONDITION_REQUIRED', 'If-Match');
    assertProblem(await patch(path, wanted, '"another"'), 412, 'PRECONDITION_FAILED', 'If-Match');
    assertProblem(await patch(path, { ...wanted, personId: 'approver1' }, tag), 403, 'WRONG_ACTOR', 'personId');
    assertProblem(await patch(path, { ...act, contract: { linkDays: 30 } }, tag), 422, 'CONSENT_MISSING', 'consent');
    const unknown = { ...wanted, consent: { ...consent, documentIds: ['none'] } };
    assertProblem(await patch(path, unknown, tag), 422, 'DOCUMENT_UNKNOWN', 'consent.documentIds');
    const holidays = { calendar: { publicHolidaysOf: ['ZZ'] } };
    assertProblem(
      await patch(path, { ...wanted, contract: holidays }, tag),
      400,
      'INVALID_MESSAGE',
      'contract.calendar.publicHolidaysOf.0',
    );

    const amended = await patch(path, wanted, tag);
    assert.equal(amended.status, 200);
    const now = await stage.get<typeof read.body>(path);
    assert.deepEqual([now.body.contractVersion, now.body.contract.linkDays], [2, 30]);
    assert.equal(now.headers.get('etag'), amended.headers.get('etag'));
    assertProblem(await patch(path, { ...wanted, contract: { linkDays: 20 } }, tag), 412, 'PRECONDITION_FAILED');
    const { items } = (
      await stage.get<{ items: { version: number; consent: { files: object[] } }[] }>(`${path}/versions`)
    ).body;
    assert.deepEqual(
      items.map((each) => [each.version, each.consent.files.length]),
      [[2, 1]],
    );
    const removal = await stage.post(`/documents/${documentId}/removal`, { personId: 'manager' });
    assertProblem(removal, 409, 'DOCUMENT_IN_USE');
  });
});
