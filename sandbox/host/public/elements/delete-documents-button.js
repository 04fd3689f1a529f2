import '@nuxeo/nuxeo-elements/nuxeo-operation.js';
import '@nuxeo/nuxeo-ui-elements/actions/nuxeo-action-button-styles.js';
import '@nuxeo/nuxeo-ui-elements/widgets/nuxeo-tooltip.js';
import '@polymer/paper-icon-button/paper-icon-button.js';
import { html, HostElement } from './base.js';

/** Moves what is selected to the trash. */
class DeleteDocumentsButton extends HostElement {
  static get is() {
    return 'nuxeo-delete-documents-button';
  }

  static get properties() {
    return { documents: Array, showLabel: { type: Boolean, value: false } };
  }

  static get template() {
    return html`
      <style include="nuxeo-action-button-styles"></style>
      <nuxeo-operation id="trash" op="Document.Trash"></nuxeo-operation>
      <div class="action" on-click="_delete">
        <paper-icon-button icon="nuxeo:delete" noink aria-labelledby="label"></paper-icon-button>
        <span class="label" hidden$="[[!showLabel]]" id="label">[[i18n('host.selection.delete')]]</span>
        <nuxeo-tooltip>[[i18n('host.selection.delete')]]</nuxeo-tooltip>
      </div>
    `;
  }

  async _delete() {
    this.$.trash.input = `docs:${this.documents.map(({ uid }) => uid).join(',')}`;
    try {
      await this.$.trash.execute();
      this.fire('nuxeo-documents-deleted', { documents: this.documents });
      this.fire('refresh');
    } catch (error) {
      this.fire('notify', { message: error.message, dismissible: true });
    }
  }
}

customElements.define(DeleteDocumentsButton.is, DeleteDocumentsButton);
