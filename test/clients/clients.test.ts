// Clients that others' generators make of the OpenAPI document run the guide against the real API.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openApiDocument } from '../../api/openApi.ts';
import { firstEngagement, firstPackage, firstPlan } from '../../api/openApi/firstEngagement.ts';
import { ApiStage } from '../api/apiStage.ts';
import { PeopleOfTheGuide } from '../api/guide.ts';
import { checkout } from '../support/checkout.ts';
import {
  needPythonGenerator,
  needTypeScriptGenerator,
  pythonClient,
  typeScriptClient,
  type Program,
} from '../support/clientGenerators.ts';
import { isLongRun } from '../run/properties.ts';
import { devServer } from '../support/temporal.ts';

const execute = promisify(execFile);
const program = (name: string): string => join(checkout, 'test/clients', name);

if (isLongRun)
  describe('Generated clients', function () {
    // Generators are fetched once, and compile what is as large as the API.
    this.timeout(600_000);
    let stage: ApiStage;
    before(async () => {
      stage = await ApiStage.open(await devServer());
      await stage.startWorker();
    });
    after(() => stage.close());

    async function runsTheGuide({ command, args, env, folder }: Program, name: string): Promise<void> {
      const engagementId = `harbour-${name}`;
      const milestoneId = `${engagementId}-design`;
      const given = JSON.stringify({ engagement: firstEngagement, plan: firstPlan, package: firstPackage('') });
      const people = new PeopleOfTheGuide(stage, { engagementId, milestoneId });
      const inFolder = { cwd: folder, env, maxBuffer: 1 << 26 };
      const [{ stdout }] = await Promise.all([
        execute(command, [...args, stage.url, stage.key, engagementId, milestoneId, given], inFolder),
        people.decideAsTheyAreAsked(),
      ]);
      assert.deepEqual(JSON.parse(stdout), {
        certificateOf: milestoneId,
        status: 'released',
        amountReleased: '85000.00',
      });
      assert.match((await readFile(join(folder, 'certificate.pdf'))).toString('latin1'), /^%PDF/);
      await rm(folder, { recursive: true });
    }

    it('in TypeScript compile, and go from a key to certificate and release', async function () {
      await needTypeScriptGenerator(this);
      const client = await typeScriptClient(openApiDocument(stage.url), program('firstEngagement.ts.txt'));
      await runsTheGuide(client, 'typescript');
    });

    it('in Python leave no operation out, and go from a key to certificate and release', async function () {
      await needPythonGenerator(this);
      const client = await pythonClient(openApiDocument(stage.url), program('firstEngagement.py'));
      await runsTheGuide(client, 'python');
    });
  });
