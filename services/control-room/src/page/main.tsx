import { render } from 'preact';
import { App } from './app.tsx';
import { createPageModel, startPageModel } from './page-model.ts';

const root = document.getElementById('app');
if (root === null) throw new Error('the page has no element with the id "app"');
const model = createPageModel();
render(<App model={model} />, root);
startPageModel(model);
