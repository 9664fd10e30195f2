import { $getState, $setState, createState, DecoratorNode } from 'lexical';

const starsState = createState('stars', {
  parse: (value) => (Number.isInteger(value) && value >= 0 && value <= 5 ? value : 0),
});

/**
 * One to five stars. What a node is made of are node states: those are what is synchronised. The service loads this file
 * too, by `--nodes`, so it has nothing of a screen in it: pages say by `draw` what it looks like.
 */
export class RatingNode extends DecoratorNode {
  static draw = () => null;

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
    return RatingNode.draw(this);
  }
}

const starsOf = ({ stars }) => (Number.isInteger(stars) ? Math.min(Math.max(stars, 0), 5) : 0);
const written = (node) => '★'.repeat(starsOf(node)).padEnd(5, '☆');

/** In HTML a paragraph that says how many; Markdown has no word for that, so it has the same as HTML. */
const ratingFormat = {
  type: 'rating',
  text: (node) => `${starsOf(node)} of 5 stars`,
  html: (node) => [
    {
      type: 'element',
      tagName: 'p',
      properties: { dataStars: String(starsOf(node)) },
      children: [{ type: 'text', value: written(node) }],
    },
  ],
  rules: [
    {
      tag: 'p',
      read(element, scope) {
        if (element.properties.dataStars === undefined) return false;
        scope.block({ type: 'rating', stars: starsOf({ stars: Number(element.properties.dataStars) }) });
        return true;
      },
    },
  ],
};

export const nodes = [RatingNode];
export const formats = [ratingFormat];
