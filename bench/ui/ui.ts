import { benchClicks } from './clicks.ts';
import { benchRequests } from './requests.ts';
import { benchSizes } from './sizes.ts';
import { startUiStage } from './stage.ts';

/** What the plugin costs in a browser. @param times - Each click, of which the median counts. */
export async function benchUi(times: number): Promise<string> {
  const sizes = await benchSizes();
  const stage = await startUiStage();
  try {
    const requests = await benchRequests(stage);
    return [sizes, requests, await benchClicks(stage, times)].join('\n\n');
  } finally {
    await stage.stop();
  }
}
