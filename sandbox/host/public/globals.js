import { pageGlobals } from './keep-page-globals.js';
import 'nuxeo/nuxeo.js';

// In Web UI `Nuxeo` is the client's class and carries everything else.
Object.assign(window.Nuxeo, pageGlobals);

/** Web UI brings a polyfill for menus that unfold; browsers have all of it but this. */
if (!document.timeline.play) {
  document.timeline.play = (effect) => {
    const animation = new Animation(effect, document.timeline);
    animation.play();
    return animation;
  };
}
