import { $getState, $setState, createState, DecoratorNode } from 'lexical';
import { createElement } from 'react';
import { Stars } from './Stars.jsx';

const starsState = createState('stars', {
  parse: (value) => (Number.isInteger(value) && value >= 0 && value <= 5 ? value : 0),
});

/** One to five stars. What a node is made of are node states: those are what is synchronised. */
export class RatingNode extends DecoratorNode {
  $config() {
    return this.config('rating', { extends: DecoratorNode, stateConfigs: [{ flat: true, stateConfig: starsState }] });
  }

  createDOM() {
    return document.createElement('div');
  }

  updateDOM() {
    return false;
  }

  isInline() {
    return false;
  }

  getStars() {
    return $getState(this, starsState);
  }

  setStars(stars) {
    return $setState(this, starsState, stars);
  }

  decorate() {
    return createElement(Stars, { nodeKey: this.getKey(), stars: this.getStars() });
  }
}
