# Prints JaCoCo's table (jacoco.csv) as a line for each package and a total: how many lines and branches the unit tests ran.
# What runs in a process of its own (the end-to-end tests) or in the framework's class loader is not counted.
BEGIN {
  FS = ","
  form = "%-34s %6s of %6s lines %4d%%   %6s of %6s branches %4d%%\n"
}

function percent(part, whole) { return whole == 0 ? 100 : int(100 * part / whole) }

function row(name) {
  printf form, name, lines[name], lines[name] + missedLines[name], percent(lines[name], lines[name] + missedLines[name]),
    branches[name], branches[name] + missedBranches[name], percent(branches[name], branches[name] + missedBranches[name])
}

function count(name) {
  missedBranches[name] += $6
  branches[name] += $7
  missedLines[name] += $8
  lines[name] += $9
}

NR == 1 { next }

{
  if (!($2 in lines)) { order[++packages] = $2 }
  count($2)
  count("total")
}

END {
  print "Covered by the unit tests:"
  for (i = 1; i <= packages; i++) {
    for (j = i + 1; j <= packages; j++) {
      if (order[j] < order[i]) { swap = order[i]; order[i] = order[j]; order[j] = swap }
    }
    row(order[i])
  }
  row("total")
}
