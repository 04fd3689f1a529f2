import { api } from '../shared/api.ts';
import { isShown, tellWebUi } from '../shared/web-ui.ts';
import { createSyncFeed, type SyncFeed } from './create-sync-feed.ts';
import { endSentence, type SyncAnswer, type SyncRunAnswer } from './run.ts';

export const syncFeed: SyncFeed = createSyncFeed({ read: (uid) => api.get<SyncAnswer>(`/folders/${uid}/sync`) });

const followed = new Map<string, { isTold: boolean }>();

/** Until the run of an answer ends: then listings are read anew, and who started it is told how it went. */
export function followRun(started: SyncAnswer, how: { readonly isTold: boolean }): void {
  const { folderUid } = started;
  const known = followed.get(folderUid);
  if (known) {
    known.isTold ||= how.isTold;
    return syncFeed.take(started);
  }
  const one = { isTold: how.isTold };
  followed.set(folderUid, one);
  syncFeed.onEnd(started, (sync, run) => {
    followed.delete(folderUid);
    // First the bubble: what is read anew may take its element along.
    if (one.isTold) tellEnd(sync, run);
    if (run.total > 0 && isShown([folderUid])) tellWebUi('document-updated');
  });
}

function tellEnd(sync: SyncAnswer, run: SyncRunAnswer): void {
  const message = endSentence(sync, run);
  tellWebUi('notify', { message, duration: 8000, dismissible: true, commandId: bubbleOf(sync.folderUid) });
}

/** How a run ends takes the place of how it began. */
export function bubbleOf(folderUid: string): string {
  return `frameio-sync-${folderUid}`;
}
