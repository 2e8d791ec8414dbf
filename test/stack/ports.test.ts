// Ports that are busy, wanted twice, or free.
import assert from 'node:assert/strict';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { once } from 'node:events';
import { assertPortsFree, freePort } from '../../stack/ports.ts';

describe('Ports', () => {
  let squatter: Server;
  let busy: number;
  before(async () => {
    squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    busy = (squatter.address() as AddressInfo).port;
  });
  after(() => squatter.close());

  it('are named with what wants them and the setting to change, all in one error', async () => {
    const wanted = [
      { name: 'HTTP API', port: busy, setting: 'PORT' },
      { name: 'PostgreSQL', port: await freePort(), setting: 'POSTGRES_PORT' },
      { name: 'Temporal', port: busy, setting: 'TEMPORAL_PORT' },
    ];
    await assert.rejects(assertPortsFree(wanted), (error: Error) => {
      const lines = error.message.split('\n').slice(1);
      assert.equal(lines.length, 2);
      assert.match(lines[0] ?? '', new RegExp(`${busy} \\(HTTP API\\): set PORT to`));
      assert.match(lines[1] ?? '', /\(Temporal\): PORT names it too; set TEMPORAL_PORT/);
      return true;
    });
  });

  it('pass when they are free, and are free again after being looked at', async () => {
    const wanted = [{ name: 'HTTP API', port: await freePort(), setting: 'PORT' }];
    await assertPortsFree(wanted);
    await assertPortsFree(wanted);
  });

  it('are given out once each, and free', async () => {
    const ports: number[] = [];
    for (let times = 0; times < 200; times += 1) ports.push(await freePort());
    assert.equal(new Set(ports).size, 200);
    await assertPortsFree(ports.map((port) => ({ name: 'any', port, setting: 'PORT' })));
  });

  it('are tried on the address that will be listened on', async () => {
    const wanted = [{ name: 'HTTP API', port: await freePort(), setting: 'PORT', host: '203.0.113.7' }];
    await assert.rejects(assertPortsFree(wanted), /EADDRNOTAVAIL; set PORT/);
  });
});
