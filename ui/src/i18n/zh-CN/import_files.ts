export default {
  label: '导入哪一种文件',
  kind: { roster: '花名册', appointment: '任免审批表', 'overtime-import': '加班考勤表' },
  step: { 1: '选文件', 2: '核对', 3: '完成' },
}
