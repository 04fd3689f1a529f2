import { html } from 'lit';
import { define } from '../shared/eager-element.ts';
import { LazyTab } from '../shared/lazy-tab.ts';
import type { ReviewDocument } from './document.ts';

/** The tab **Frame.io** of a document. */
export class DocumentTab extends LazyTab<ReviewDocument> {
  protected override load(): Promise<unknown> {
    return import('./review.ts');
  }

  protected override content(): unknown {
    return html`<nuxeo-frameio-review .document=${this.document} .visible=${this.visible}></nuxeo-frameio-review>`;
  }
}

define('nuxeo-frameio-document-tab', DocumentTab);
