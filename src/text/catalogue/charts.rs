//! The words of charts.

macro_rules! charts {
    ($($gathered:tt)*) => {
        gather! { $($gathered)*
            terms {
            }
            phrases {
                BarsAlternative { title, count, most, least } =
                    "Balkendiagramm: {title}, {count} Zeilen. Größter Betrag: {most}; kleinster: \
                        {least}. Alle Beträge stehen in der Tabelle.",
                    "Bar chart: {title}, {count} rows. Largest amount: {most}; smallest: {least}. \
                        All amounts are in the table.";
                CurvesAlternative { title, axis, count, curves } =
                    "Kurven: {title}, {count} Werte von {axis}. Vom ersten zum letzten Wert: \
                        {curves}. Alle Beträge stehen in der Tabelle.",
                    "Curves: {title}, {count} values of {axis}. From the first to the last value: \
                        {curves}. All amounts are in the table.";
                CourseFromTo { name, from, to } = "{name} {from} bis {to}", "{name} {from} to {to}";
                CourseBy { axis } = "Verlauf nach {axis}", "Course by {axis}";
                WidestCourses { title, count } =
                    "{title} (die {count} mit der größten Spanne)",
                    "{title} (the {count} with the widest span)";
                OthersJoined { count, names } = "Übrige ({count}): {names}", "Others ({count}): \
                    {names}";
            }
        }
    };
}
