// Traces as a collector gets them: one from the request of a person over the workflow to the mails that it causes, with nobody's words in it.
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { pino } from 'pino';
import { dispatchDue } from '../../activities/dispatch/dispatcher.ts';
import { mailHandler } from '../../activities/dispatch/mailHandler.ts';
import { loadMailTemplates } from '../../mail/renderMail.ts';
import { openTracing, type Tracing } from '../../worker/monitoring/tracing.ts';
import * as act from '../domain/acts.ts';
import { testEvidenceKeys } from '../support/evidenceKeys.ts';
import { noTransport } from '../support/milestoneStage.ts';
import { devServer } from '../support/temporal.ts';
import { ApiStage, linkSecret } from './apiStage.ts';

interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
}

interface Exported {
  resourceSpans: { scopeSpans: { spans: Span[] }[] }[];
}

describe('Traces', function () {
  this.timeout(120_000);
  const exported: Exported[] = [];
  let collector: Server;
  let tracing: Tracing | undefined;
  let stage: ApiStage;
  before(async () => {
    collector = createServer((request, response) => {
      void json(request).then((body) => {
        exported.push(body as Exported);
        response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
      });
    });
    await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
    tracing = await openTracing(`http://127.0.0.1:${(collector.address() as AddressInfo).port}`);
    stage = await ApiStage.open(await devServer(), { tracing });
    await stage.startWorker();
  });
  after(async () => {
    await stage.close();
    await new Promise((resolve) => collector.close(resolve));
  });

  it('lead from a request over the workflow to each mail that it causes, and say nothing of anybody', async () => {
    const milestone = await stage.milestone();
    await milestone.play(act.submit());
    const { db } = stage.database;
    const log = pino({ level: 'silent' });
    const mail = mailHandler({
      ...{ db, log, files: stage.files, transport: noTransport, linkSecret, publicUrl: stage.url },
      ...{ mailDomain: 'example.com', logSigner: (await testEvidenceKeys()).log },
      render: await loadMailTemplates('example.com'),
      reportUndeliverable: async () => undefined,
    });
    const { done } = (await dispatchDue({ db, log, handlers: { mail } })).mail;
    assert.ok(done >= 2);
    await stage.stopWorker();
    await tracing?.stop();

    const spans = exported.flatMap((each) => each.resourceSpans.flatMap((of) => of.scopeSpans.flatMap((s) => s.spans)));
    const byId = new Map(spans.map((each) => [each.spanId, each]));
    const sent = spans.filter(({ name }) => name === 'perform mail');
    assert.equal(sent.length, done);
    const wayTo = (span: Span | undefined): string[] =>
      span ? [...wayTo(byId.get(span.parentSpanId ?? '')), span.name] : [];
    assert.deepEqual(wayTo(sent.at(-1)), [
      'POST /milestones/:milestoneId/package',
      'StartWorkflowUpdate:submitPackage',
      'RunActivity:recordBatch',
      'perform mail',
    ]);
    const { engagement } = await milestone.state();
    const text = JSON.stringify(exported);
    for (const each of [engagement.name, ...engagement.people.flatMap(({ name, email }) => [name, email])])
      assert.ok(!text.includes(each), each);
  });
});
