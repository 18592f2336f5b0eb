import { stackGraph } from "./support/graphs";
import { platformOf } from "../resilience/from-graph";
import { Survey } from "../resilience/survival";
const p=platformOf(stackGraph("prod"), new Date());
for(let i=0;i<12;i++){const t=performance.now();const s=new Survey(p);s.singles();const t1=performance.now();const n=s.pairs().length;console.log((t1-t).toFixed(0),(performance.now()-t1).toFixed(0),n);}
