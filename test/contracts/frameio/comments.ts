import { describe, expect, it } from 'vitest';
import { video, type FrameioContractWorld } from './world.ts';

export function commentFacts(world: () => FrameioContractWorld): void {
  describe('comments', () => {
    it('keeps every character: line breaks, emoji, links', async () => {
      const { admin, folder, studio } = world();
      const file = await studio.addVideo(folder, video());
      const text = ' Ça marche 👍🏽\n\nVoir https://example.com/a?b=1&c=<2>\t“fin” ';
      await studio.comment(file, { by: 'member', text });
      expect((await admin.comments.list(file)).map((comment) => comment.text)).toEqual([text]);
    });

    it('names who wrote, and calls those without a name Guest', async () => {
      const { admin, folder, studio, memberName, memberEmail } = world();
      const file = await studio.addVideo(folder, video());
      await studio.comment(file, { by: 'member', text: 'one' });
      await studio.comment(file, { by: 'guest', text: 'two' });
      expect(await admin.comments.list(file)).toMatchObject([
        { author: memberName, authorEmail: memberEmail, fileId: file.fileId },
        { author: 'Guest', authorEmail: undefined, fileId: file.fileId },
      ]);
    });

    it('hangs replies under what they answer, with their authors', async () => {
      const { admin, folder, studio, adminName, memberName } = world();
      const file = await studio.addVideo(folder, video());
      const id = await studio.comment(file, { by: 'member', text: 'too dark' });
      await studio.reply(id, { by: 'admin', text: 'fixed' });
      await studio.reply(id, { by: 'guest', text: 'thanks' });
      const [thread, ...others] = await admin.comments.list(file);
      expect(others).toEqual([]);
      expect(thread).toMatchObject({ author: memberName, text: 'too dark' });
      expect(thread?.replies.map(({ author, text }) => ({ author, text }))).toEqual([
        { author: adminName, text: 'fixed' },
        { author: 'Guest', text: 'thanks' },
      ]);
    });

    it('counts frames from nought and says the timecode', async () => {
      const { admin, folder, studio } = world();
      const file = await studio.addVideo(folder, video({ size: 50_000_000, fps: 25 }));
      await studio.comment(file, { by: 'member', text: 'first', frame: 0 });
      await studio.comment(file, { by: 'member', text: 'later', frame: 63 });
      await studio.comment(file, { by: 'member', text: 'all of it' });
      expect(await admin.comments.list(file)).toMatchObject([
        { text: 'first', frame: 0, timecode: '00:00:00:00' },
        { text: 'later', frame: 63, timecode: '00:00:02:13' },
        { text: 'all of it', frame: undefined, timecode: undefined },
      ]);
    });

    it('keeps drawings as they are', async () => {
      const { admin, folder, studio } = world();
      const file = await studio.addVideo(folder, video({ size: 50_000_000, fps: 25 }));
      const annotation = JSON.stringify([{ tool: 'rect', color: '#F22237', x: 0.27, y: 0.12, w: 0.3, h: 0.5 }]);
      await studio.comment(file, { by: 'member', text: 'here', frame: 3, annotation });
      expect((await admin.comments.list(file))[0]?.annotation).toBe(annotation);
    });

    it('knows what is done', async () => {
      const { admin, account, folder, studio } = world();
      const file = await studio.addVideo(folder, video());
      const done = await studio.comment(file, { by: 'member', text: 'done' });
      await studio.comment(file, { by: 'member', text: 'open' });
      await studio.complete(account, done);
      const comments = await admin.comments.list(file);
      expect(comments.map(({ completedAt }) => completedAt !== undefined)).toEqual([true, false]);
    });

    it('finds the file that a comment or a reply is about', async () => {
      const { admin, account, folder, studio } = world();
      const file = await studio.addVideo(folder, video());
      const commentId = await studio.comment(file, { by: 'member', text: 'too dark' });
      await studio.reply(commentId, { by: 'admin', text: 'fixed' });
      const [replyId = ''] = (await admin.comments.list(file))[0]?.replies.map(({ id }) => id) ?? [];
      expect(await admin.comments.fileOf({ ...account, commentId })).toEqual(file);
      expect(await admin.comments.fileOf({ ...account, commentId: replyId })).toEqual(file);
      await expect(admin.comments.fileOf({ ...account, commentId: file.fileId })).rejects.toMatchObject({
        code: 'frameio-not-found',
      });
    });

    it('writes a comment and knows its id again', async () => {
      const { admin, adminName, folder, studio } = world();
      const file = await studio.addVideo(folder, video());
      const id = await admin.comments.create(file, 'Not published\nThe folder is locked.');
      expect(await admin.comments.list(file)).toMatchObject([
        { id, author: adminName, text: 'Not published\nThe folder is locked.', replies: [] },
      ]);
    });
  });
}
