// The first screen: one row a question, and what may be said of it.
const verdictKinds = {"visible": "yes", "not beyond chance": "no", "could not have been seen": "blind", "too few independent areas": "blind"};

function verdictMark(verdict) {
  return make("span", {class: `verdict ${verdictKinds[verdict] || "blind"}`}, verdict);
}

const effectText = (row) => known(row.effect) ? `${signed(row.effect)}${known(row.low) && known(row.high) ? ` [${signed(row.low)}, ${signed(row.high)}]` : ""}` : "–";

function answersSection() {
  const answers = ((data.associations || {}).answers || []);
  if (answers.length === 0) return null;
  const samples = samplesOf(answers.map((a) => a.best));
  const over = samples > 1 ? `Over ${samples} independent samples (mean, Student’s interval, claims by Holm’s p). ` : "";
  const lines = table({
    rows: answers, class: "answers",
    caption: over + "Effect: correlation of descriptor and signal after thickness, composition and slopes are taken out of both, with its 95 % interval. Smallest effect seen: what would have been called visible four times in five. Not beyond chance: so much would have been seen, and was not. Could not have been seen: the test was too weak to tell.",
    columns: [
      {title: "question", value: (a) => a.question},
      {title: "answer", value: (a) => a.best.verdict, text: (a) => verdictMark(a.best.verdict)},
      {title: "best signal", value: (a) => `${readable(a.best.signal)} (${readable(a.best.descriptor).toLowerCase()})`},
      {title: "effect", number: true, value: (a) => a.best.effect, text: (a) => effectText(a.best)},
      {title: "smallest effect seen", number: true, value: (a) => a.best.smallestSeen, text: (a) => known(a.best.smallestSeen) ? a.best.smallestSeen.toFixed(2) : "–"},
      {title: "what would make it visible", value: (a) => a.best.advice || (a.best.verdict === "visible" ? "it is" : "–")},
    ],
    row: (line, a) => pickable(line, () => { choosePair(a.best.descriptor, a.best.signal); scrollToPair(); }),
  });
  return printed(section("answers", "What can be seen", null, lines));
}
