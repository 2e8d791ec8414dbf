// A signature drawn by hand, as a mouse or a finger does it.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';

export async function drawSignature(page: Page): Promise<void> {
  const canvas = page.locator('canvas');
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  assert.ok(box);
  await page.mouse.move(box.x + 30, box.y + 90);
  await page.mouse.down();
  for (let step = 1; step <= 30; step += 1)
    await page.mouse.move(box.x + 30 + step * 8, box.y + 80 + 40 * Math.sin(step / 2));
  await page.mouse.up();
}
