import { css, html } from 'lit';
import { define, FrameioElement } from '../shared/frameio-element.ts';
import { shared } from '../shared/styles.ts';

const CONSOLE = 'https://developer.adobe.com/console';

/** The way to the credential at Adobe, and what to do when its page stays blank (N9–N13). */
export class CredentialHelp extends FrameioElement {
  static override styles = [
    shared,
    css`
      ol {
        display: grid;
        font-size: 13px;
        gap: 6px;
        line-height: 1.45;
        margin: 8px 0;
        padding-inline-start: 20px;
      }
    `,
  ];

  override render(): unknown {
    return html`
      <details>
        <summary>${this.i18n('frameio.admin.help')}</summary>
        <ol>
          <li>
            ${this.i18n('frameio.admin.help.console')}
            <a href=${CONSOLE} target="_blank" rel="noopener">${CONSOLE}</a>
          </li>
          <li>${this.i18n('frameio.admin.help.project')}</li>
          <li>${this.i18n('frameio.admin.help.api')}</li>
          <li>${this.i18n('frameio.admin.help.credential')}</li>
          <li>${this.i18n('frameio.admin.help.redirect')}</li>
          <li>${this.i18n('frameio.admin.help.copy')}</li>
        </ol>
        <p class="hint">
          ${this.i18n('frameio.admin.help.blank')}
          <a href="${CONSOLE}/projects" target="_blank" rel="noopener">${CONSOLE}/projects</a>
        </p>
      </details>
    `;
  }
}

define('nuxeo-frameio-credential-help', CredentialHelp);
