/**
 * What Web UI itself puts into its slots, as far as it matters here: enough actions that a narrow window has to move
 * some of them to the menu, and the tabs and pages that ours stand beside.
 */
const contributions = `
<nuxeo-slot-content name="browseMenu" slot="DRAWER_ITEMS" order="10">
  <template><nuxeo-menu-icon name="browser" icon="icons:folder" label="host.menu.browse"></nuxeo-menu-icon></template>
</nuxeo-slot-content>
<nuxeo-slot-content name="browsePage" slot="DRAWER_PAGES" order="10">
  <template><nuxeo-document-tree name="browser" current-document="[[document]]"></nuxeo-document-tree></template>
</nuxeo-slot-content>
<nuxeo-slot-content name="administrationMenuIcon" slot="DRAWER_ITEMS" order="80">
  <template>
    <nuxeo-filter user="[[user]]" expression="user.isAdministrator || this.isMember(user, 'powerusers')">
      <template>
        <nuxeo-menu-icon
          name="administration"
          icon="nuxeo:admin"
          label="host.menu.administration"
        ></nuxeo-menu-icon>
      </template>
    </nuxeo-filter>
  </template>
</nuxeo-slot-content>
<nuxeo-slot-content name="profileMenuIcon" slot="DRAWER_ITEMS" order="90">
  <template><nuxeo-menu-icon name="profile" icon="icons:account-circle" label="host.menu.profile"></nuxeo-menu-icon></template>
</nuxeo-slot-content>

<nuxeo-slot-content name="cloudServicesItem" slot="ADMINISTRATION_MENU" order="50">
  <template>
    <nuxeo-menu-item name="cloud-services" label="host.admin.cloudServices" route="administration:cloud-services"></nuxeo-menu-item>
  </template>
</nuxeo-slot-content>
<nuxeo-slot-content name="cloudServicesPage" slot="ADMINISTRATION_PAGES">
  <template><nuxeo-cloud-services name="cloud-services"></nuxeo-cloud-services></template>
</nuxeo-slot-content>

<nuxeo-slot-content name="themesItem" slot="USER_MENU" order="50">
  <template><nuxeo-menu-item name="themes" label="host.themes.heading" route="page:themes"></nuxeo-menu-item></template>
</nuxeo-slot-content>
<nuxeo-slot-content name="themesPage" slot="PAGES">
  <template>
    <nuxeo-themes name="themes"></nuxeo-themes>
  </template>
</nuxeo-slot-content>
<nuxeo-slot-content name="signOutItem" slot="USER_MENU" order="100">
  <template><nuxeo-menu-item name="sign-out" label="host.menu.signOut" link="../logout"></nuxeo-menu-item></template>
</nuxeo-slot-content>

<nuxeo-slot-content name="favoriteToggleAction" slot="DOCUMENT_ACTIONS" order="10">
  <template><nuxeo-favorites-toggle-button document="[[document]]"></nuxeo-favorites-toggle-button></template>
</nuxeo-slot-content>
<nuxeo-slot-content name="lockToggleAction" slot="DOCUMENT_ACTIONS" order="20">
  <template>
    <nuxeo-filter document="[[document]]" expression="!document.facets.includes('Folderish')">
      <template><nuxeo-lock-toggle-button document="[[document]]"></nuxeo-lock-toggle-button></template>
    </nuxeo-filter>
  </template>
</nuxeo-slot-content>
<nuxeo-slot-content name="shareAction" slot="DOCUMENT_ACTIONS" order="50">
  <template><nuxeo-share-button document="[[document]]"></nuxeo-share-button></template>
</nuxeo-slot-content>
<nuxeo-slot-content name="notifyAction" slot="DOCUMENT_ACTIONS" order="30">
  <template><nuxeo-notifications-toggle-button document="[[document]]"></nuxeo-notifications-toggle-button></template>
</nuxeo-slot-content>
<nuxeo-slot-content name="addToCollectionAction" slot="DOCUMENT_ACTIONS" order="40">
  <template><nuxeo-add-to-collection-button document="[[document]]"></nuxeo-add-to-collection-button></template>
</nuxeo-slot-content>
<nuxeo-slot-content name="downloadAction" slot="DOCUMENT_ACTIONS" order="70">
  <template><nuxeo-download-button document="[[document]]"></nuxeo-download-button></template>
</nuxeo-slot-content>
<nuxeo-slot-content name="deleteAction" slot="DOCUMENT_ACTIONS" order="100">
  <template><nuxeo-delete-document-button document="[[document]]"></nuxeo-delete-document-button></template>
</nuxeo-slot-content>

<nuxeo-slot-content name="deleteSelectionAction" slot="RESULTS_SELECTION_ACTIONS" order="100">
  <template><nuxeo-delete-documents-button documents="[[selectedItems]]"></nuxeo-delete-documents-button></template>
</nuxeo-slot-content>

<nuxeo-slot-content name="viewItem" slot="DOCUMENT_VIEWS_ITEMS" order="10">
  <template><nuxeo-page-item name="view" label="host.tab.view"></nuxeo-page-item></template>
</nuxeo-slot-content>
<nuxeo-slot-content name="viewPage" slot="DOCUMENT_VIEWS_PAGES">
  <template><nuxeo-document-view name="view" document="[[document]]"></nuxeo-document-view></template>
</nuxeo-slot-content>
<nuxeo-slot-content name="permissionsItem" slot="DOCUMENT_VIEWS_ITEMS" order="20">
  <template>
    <nuxeo-filter document="[[document]]" permission="ReadSecurity">
      <template><nuxeo-page-item name="permissions" label="host.tab.permissions"></nuxeo-page-item></template>
    </nuxeo-filter>
  </template>
</nuxeo-slot-content>
<nuxeo-slot-content name="permissionsPage" slot="DOCUMENT_VIEWS_PAGES">
  <template>
    <nuxeo-filter document="[[document]]" permission="ReadSecurity">
      <template>
        <nuxeo-document-permissions name="permissions" doc-id="[[document.uid]]"></nuxeo-document-permissions>
      </template>
    </nuxeo-filter>
  </template>
</nuxeo-slot-content>
<nuxeo-slot-content name="historyItem" slot="DOCUMENT_VIEWS_ITEMS" order="30">
  <template><nuxeo-page-item name="history" label="host.tab.history"></nuxeo-page-item></template>
</nuxeo-slot-content>
<nuxeo-slot-content name="historyPage" slot="DOCUMENT_VIEWS_PAGES">
  <template><nuxeo-document-history name="history" document="[[document]]"></nuxeo-document-history></template>
</nuxeo-slot-content>
`;

const holder = document.createElement('div');
holder.innerHTML = contributions;
document.head.append(...holder.children);
