// What an installation leaves on disk, searched for every value that was put into it: names, addresses, words and documents.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { Service } from '../../scripts/demo/service.ts';
import { saidIn } from '../support/saidIn.ts';
import { Program, type Installation } from './service.ts';

/** What SECURITY.md names as plain: the record's database, the embedded inbox, and what the demo itself saved of what it was handed. */
const plain = /^(postgres|mail)|^[^/]+\.(pdf|zip)$/;

/** Nothing of what is on record of these milestones is found but where the documents say that it is plain; nor in a backup. */
export async function assertNothingPlain(installation: Installation, milestoneIds: readonly string[]): Promise<void> {
  const { values, contents } = await onRecord(installation, milestoneIds);
  assert.ok(values.length > 50 && contents.length > 2, `${values.length} values, ${contents.length} documents`);
  const backups = await backUp(installation);
  const looked: string[] = [];
  for (const root of [installation.stateFolder, backups]) {
    const found = await readdir(root, { recursive: true, withFileTypes: true });
    for (const each of found.filter((one) => one.isFile())) {
      const name = join(each.parentPath, each.name).slice(root.length + 1);
      if (plain.test(name.split(sep).join('/'))) continue;
      const bytes = await readFile(join(root, name));
      looked.push(name);
      const seen = values.filter((value) => bytes.includes(value));
      assert.deepEqual([...seen, ...contents.filter((text) => bytes.includes(text, 'latin1'))], [], name);
    }
  }
  for (const part of [/^temporal\.db$/, /^documents/, /^service\.log$/, /\.age$/])
    assert.ok(
      looked.some((name) => part.test(name)),
      `${String(part)} is among ${looked.join(', ')}`,
    );
  await rm(backups, { recursive: true });
}

async function onRecord(installation: Installation, milestoneIds: readonly string[]) {
  const service = await Service.running(installation.stateFolder);
  const put: unknown[] = [];
  const contents: string[] = [];
  for (const id of milestoneIds) {
    const state = await service.get<{ engagementId: string }>(`/milestones/${id}`);
    const engagement = `/engagements/${state.engagementId}`;
    put.push(state, await service.get(engagement), await service.get(`/milestones/${id}/timeline?limit=200`));
    const { items } = await service.get<{ items: { documentId: string }[] }>(`${engagement}/documents`);
    for (const { documentId } of items) {
      const bytes = await service.download(`/documents/${documentId}/content`);
      contents.push(bytes.toString('latin1').slice(0, 120));
    }
  }
  // The visitors' address is this machine's own, which its settings name.
  const values = [...new Set([...saidIn(put), '@firm.example', '@client.example'])].filter(
    (each) => each !== '127.0.0.1',
  );
  return { values, contents };
}

async function backUp({ env, folder: from }: Installation): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'at-rest-'));
  const recipient = await identityToRecipient(await generateIdentity());
  const program = new URL('../../stack/backup.ts', import.meta.url);
  const backup = new Program(program, env, from, ['--to', folder, '--recipient', recipient]);
  assert.equal(await backup.exited, 0, backup.output);
  return folder;
}
